"""The list of changes that no test notices, with a reason each."""
import tomllib

KINDS = ("equivalent", "defensive", "speed", "output")


def read(path):
    """By (file, function, name of the change), the reason."""
    listed = {}
    for group in tomllib.loads(path.read_text(encoding="utf-8")).get("survivors", []):
        wrong = set(group) ^ {"file", "function", "kind", "why", "changes"}
        if wrong or group["kind"] not in KINDS or not group["why"].strip() or not group["changes"]:
            raise SystemExit(f"{path.name}: {group.get('file')}: {group.get('function')}: wanted are "
                             f"file, function, kind (one of {', '.join(KINDS)}), why and changes")
        for change in group["changes"]:
            key = (group["file"], group["function"], change)
            if key in listed:
                raise SystemExit(f"{path.name}: twice: {' | '.join(key)}")
            listed[key] = group["kind"]
    return listed


def text(keys):
    """These changes as they stand in the list, for someone to give the reason."""
    groups = {}
    for file, function, name in keys:
        groups.setdefault((file, function), []).append(name)

    def quoted(what):
        return '"' + what.replace("\\", "\\\\").replace('"', '\\"') + '"'

    out = []
    for (file, function), names in groups.items():
        changes = "".join(f"  {quoted(name)},\n" for name in names)
        out.append(f"[[survivors]]\nfile = {quoted(file)}\nfunction = {quoted(function)}\n"
                   f"kind = \"\"\nwhy = \"\"\nchanges = [\n{changes}]\n")
    return "\n".join(out)
