"""The conditions of the library's sources, found by libclang: of if, while, do, for and ?:, and
chains of && and || that stand elsewhere. Each has operands (itself, if it is no chain), and a change
takes one operand for true or for false."""
import dataclasses
import hashlib
import itertools
import json
import multiprocessing
import pathlib
import pickle
import re
import shlex

from clang.cindex import CursorKind, Index

FUNCTIONS = {CursorKind.FUNCTION_DECL, CursorKind.CXX_METHOD, CursorKind.CONSTRUCTOR,
             CursorKind.DESTRUCTOR, CursorKind.FUNCTION_TEMPLATE, CursorKind.CONVERSION_FUNCTION}
CLASSES = {CursorKind.CLASS_DECL, CursorKind.STRUCT_DECL, CursorKind.CLASS_TEMPLATE,
           CursorKind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION}
LOOPS = {CursorKind.WHILE_STMT, CursorKind.FOR_STMT, CursorKind.DO_STMT}
MOST_OPERANDS = 10  # of one condition, for the comparison of its changes


@dataclasses.dataclass(frozen=True, order=True)
class Operand:
    start: int
    end: int
    variable: str = ""  # of a condition that declares one


@dataclasses.dataclass(frozen=True, order=True)
class Condition:
    file: str
    start: int
    end: int
    function: str
    operands: tuple
    tree: object = dataclasses.field(compare=False)  # of ("&&", a, b), ("!", a) and numbers


@dataclasses.dataclass(frozen=True)
class Mutant:
    number: int  # of the operand, as the program counts
    way: str
    file: str
    line: int
    function: str
    name: str  # unique within file and function, whatever lines move


def arguments(entry):
    """Of a command of compile_commands.json, what the parser needs."""
    words = shlex.split(entry["command"])
    keep = []
    for i, word in enumerate(words):
        if word.startswith(("-I", "-D", "-std=")):
            keep.append(word)
        elif word == "-isystem":
            keep += [word, words[i + 1]]
    return tuple(keep)


def kind_of(cursor):
    """Its kind; None for one that the bindings are too old to know."""
    try:
        return cursor.kind
    except ValueError:
        return None


def parts_in_parentheses(text, start):
    """Ranges between the semicolons of the first parentheses after `start`."""
    tokens = re.compile(rb'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|\'(?:\\[^\']+|[^\'\\])\'|[][(){};]', re.S)
    depth, begin, parts = 0, None, []
    for token in tokens.finditer(text, start):
        what = token.group()
        if what in b"([{":
            depth += 1
            if begin is None:
                begin = token.end()
        elif what in b")]}":
            depth -= 1
            if depth == 0:
                parts.append((begin, token.start()))
                break
        elif what == b";" and depth == 1:
            parts.append((begin, token.start()))
            begin = token.end()
    stripped = []
    for begin, end in parts:
        part = text[begin:end]
        stripped.append((begin + len(part) - len(part.lstrip()), begin + len(part.rstrip())))
    return stripped


class Unit:
    def __init__(self, folders):
        self.folders, self.texts, self.found, self.left_out = folders, {}, set(), set()

    def text_of(self, name):
        if name not in self.texts:
            self.texts[name] = pathlib.Path(name).read_bytes()
        return self.texts[name]

    def chain(self, cursor, operands):
        """The tree of a condition; its leaves are appended to `operands`."""
        children = list(cursor.get_children())
        kind = kind_of(cursor)
        text = self.text_of(cursor.location.file.name)
        start, end = cursor.extent.start.offset, cursor.extent.end.offset
        if kind in (CursorKind.PAREN_EXPR, CursorKind.UNEXPOSED_EXPR) and len(children) == 1:
            mark = len(operands)
            inner = self.chain(children[0], operands)
            if not isinstance(inner, int):
                return inner
            del operands[mark:]
        elif kind == CursorKind.UNARY_OPERATOR and text[start:start + 1] == b"!" and children:
            mark = len(operands)
            inner = self.chain(children[0], operands)
            if not isinstance(inner, int):
                return ("!", inner)
            del operands[mark:]
        elif operator := self.operator_of(cursor, children):
            return (operator, self.chain(children[0], operands), self.chain(children[1], operands))
        operands.append(Operand(start, end))
        return len(operands) - 1

    def operator_of(self, cursor, children):
        """&& or ||; "" of anything else."""
        if kind_of(cursor) != CursorKind.BINARY_OPERATOR or len(children) != 2:
            return ""
        text = self.text_of(cursor.location.file.name)
        between = text[children[0].extent.end.offset:children[1].extent.start.offset]
        between = re.sub(rb"//[^\n]*|/\*.*?\*/|[\s()]", b"", between, flags=re.S)
        return between.decode() if between in (b"&&", b"||") else ""

    def put(self, cursor, function, start, end):
        """A condition that is written in [start, end)."""
        name = cursor.location.file.name
        text = self.text_of(name)
        if kind_of(cursor) in (CursorKind.DECL_STMT, CursorKind.VAR_DECL):
            variable = next(c.spelling for c in cursor.walk_preorder()
                            if kind_of(c) == CursorKind.VAR_DECL)
            self.found.add(Condition(name, start, end, function, (Operand(start, end, variable),), 0))
            return
        operands = []
        tree = self.chain(cursor, operands)
        if isinstance(tree, int):
            operands = [Operand(start, end)]
        if any(b"#" in text[o.start:o.end] for o in operands):
            self.left_out.add((name, start))
            return
        self.found.add(Condition(name, start, end, function, tuple(operands), tree))

    def visit(self, cursor, function, inside):
        kind = kind_of(cursor)
        file = cursor.location.file
        if kind != CursorKind.TRANSLATION_UNIT and (file is None
                                                    or not file.name.startswith(self.folders)):
            return
        children = list(cursor.get_children())
        nested = set()  # children that are part of a condition taken here
        if file is not None:
            text = self.text_of(file.name)
            start = cursor.extent.start.offset
        if kind in FUNCTIONS:
            parent = cursor.semantic_parent
            within = parent.spelling + "::" if parent and kind_of(parent) in CLASSES else ""
            function = within + cursor.spelling.split("<")[0]
        elif kind == CursorKind.STATIC_ASSERT or (
                file is not None and re.match(rb"(concept|requires)\b", text[start:start + 10])):
            return
        elif kind == CursorKind.IF_STMT or kind in LOOPS:
            if not re.match(rb"(if|while|for|do)\b", text[start:start + 6]):
                return  # of a function that the compiler writes
            at = start
            if kind == CursorKind.DO_STMT:
                at = children[0].extent.end.offset
            parts = parts_in_parentheses(text, at)
            part = parts[1] if kind == CursorKind.FOR_STMT else parts[-1]
            held = next((c for c in children if part[0] == c.extent.start.offset), None)
            if re.match(rb"if\s+constexpr", text[start:start + 20]):
                self.left_out.add((file.name, start))
            elif held is not None and part[0] < part[1]:
                declares = kind_of(held) in (CursorKind.DECL_STMT, CursorKind.VAR_DECL)
                if declares and kind != CursorKind.IF_STMT:
                    self.left_out.add((file.name, start))
                else:
                    self.put(held, function, *part)
                    nested.add(held.extent.start.offset)
            elif part[0] < part[1]:
                self.left_out.add((file.name, start))
        elif kind == CursorKind.CONDITIONAL_OPERATOR and len(children) == 3:
            first = children[0].extent
            self.put(children[0], function, first.start.offset, first.end.offset)
            nested.add(first.start.offset)
        elif not inside and self.operator_of(cursor, children):
            self.put(cursor, function, start, cursor.extent.end.offset)
            inside = True
        chains = (CursorKind.PAREN_EXPR, CursorKind.UNEXPOSED_EXPR, CursorKind.UNARY_OPERATOR,
                  CursorKind.BINARY_OPERATOR)
        for child in children:
            goes_on = inside and kind in chains and (kind != CursorKind.BINARY_OPERATOR
                                                     or self.operator_of(cursor, children))
            taken = kind not in chains and child.extent.start.offset in nested
            self.visit(child, function, bool(goes_on or taken))


def of_unit(job):
    source, args, folders = job
    unit = Index.create().parse(source, args=args)
    wrong = [str(d) for d in unit.diagnostics if d.severity >= 3]
    if wrong:
        raise RuntimeError(f"{source}: {wrong[0]}")
    found = Unit(folders)
    found.visit(unit.cursor, "", False)
    return found.found, found.left_out


def conditions(units, folders, cache, jobs):
    """Of these entries of compile_commands.json, all conditions, sorted; and how many are left out:
    `if constexpr`, loops that declare their condition, and what a macro makes. What a unit has is
    kept in `cache` until it or a header changes."""
    cache.mkdir(parents=True, exist_ok=True)
    common = hashlib.sha256(pathlib.Path(__file__).read_bytes())
    for folder in folders:
        for header in sorted(pathlib.Path(folder).rglob("*.hpp")):
            common.update(header.read_bytes())
    found, left_out, todo = set(), set(), []

    def take(some, others):
        found.update(some)
        left_out.update(others)

    for entry in units:
        key = common.copy()
        key.update(entry["command"].encode() + pathlib.Path(entry["file"]).read_bytes())
        kept = cache / key.hexdigest()
        if kept.exists():
            take(*pickle.loads(kept.read_bytes()))
        else:
            todo.append((kept, (entry["file"], arguments(entry), folders)))
    with multiprocessing.Pool(jobs) as pool:
        for (kept, _), result in zip(todo, pool.imap(of_unit, [job for _, job in todo])):
            kept.write_bytes(pickle.dumps(result))
            take(*result)
    return sorted(found), len(left_out)


def value(tree, values):
    if isinstance(tree, int):
        return values[tree]
    if tree[0] == "!":
        return not value(tree[1], values)
    if tree[0] == "&&":
        return value(tree[1], values) and value(tree[2], values)
    return value(tree[1], values) or value(tree[2], values)


def changes(condition):
    """(operand, way) of each change that is not the same as another: of `a && b`, taking a for false
    and taking b for false are one. The last of those is kept, so that all operands are evaluated."""
    count = len(condition.operands)
    if count > MOST_OPERANDS:
        return [(i, way) for i in range(count) for way in ("always", "never")]
    different = {}
    for i, way in itertools.product(range(count), ("always", "never")):
        table = []
        for values in itertools.product((False, True), repeat=count):
            values = list(values)
            values[i] = way == "always"
            table.append(value(condition.tree, values))
        different[tuple(table)] = (i, way)
    return sorted(different.values())


def one_line(text, start, end):
    return " ".join(re.sub(rb"//[^\n]*", b"", text[start:end]).decode().split())


def mutants(found, tree):
    """All changes, with the numbers that `number` writes."""
    result, number, used = [], 0, {}
    texts = {name: pathlib.Path(name).read_bytes() for name in {c.file for c in found}}
    for c in found:
        text = texts[c.file]
        file = str(pathlib.Path(c.file).relative_to(tree))
        for operand, way in changes(c):
            o = c.operands[operand]
            name = f"{way}: {one_line(text, o.start, o.end)}"
            if len(c.operands) > 1:
                name += f"  of  {one_line(text, c.start, c.end)}"
            key = (file, c.function, name)
            used[key] = used.get(key, 0) + 1
            if used[key] > 1:
                name += f"  #{used[key]}"
            result.append(Mutant(number + operand + 1, way, file, text[:o.start].count(b"\n") + 1,
                                 c.function, name))
        number += len(c.operands)
    return result


def number(found, old, new):
    """Writes the files of `old` that have conditions to `new`, with the numbers in them."""
    by_file, count = {}, 0
    for c in found:
        for o in c.operands:
            count += 1
            by_file.setdefault(c.file, []).append((count, o))
    for file, some in by_file.items():
        text = pathlib.Path(file).read_bytes()
        puts = []  # (offset, order): at one offset ends come first, inner ones before outer
        for i, o in some:
            before, after = f"certrules_mutants::branch({i}, static_cast<bool>(", "))"
            if o.variable:
                puts.append((o.end, 0, o.end - o.start, f"; {before}{o.variable}{after}"))
            else:
                puts.append((o.start, 1, o.start - o.end, before))
                puts.append((o.end, 0, o.end - o.start, after))
        for offset, _, _, what in sorted(puts, reverse=True):
            text = text[:offset] + what.encode() + text[offset:]
        (new / pathlib.Path(file).relative_to(old)).write_bytes(text)


def units_of(build, folder):
    return [e for e in json.loads((build / "compile_commands.json").read_text())
            if e["file"].startswith(str(folder) + "/") and "/certrules.dir/" in e["command"]
            and not e["file"].endswith("toml_implementation.cpp")]
