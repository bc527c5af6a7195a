/* Decides a case twice: as a document, and with structs, as a host with its own data would.
 *
 *     decide [CASE.json]    default: data/cases/09-certified.json
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certrules.h"

static int fail(const char* what, int32_t code, const certrules_error* error) {
    fprintf(stderr, "%s: %s: %s %s\n", what, certrules_error_name(code), error->place,
            error->message);
    return 1;
}

static char* read_file(const char* path, size_t* size) {
    FILE* file = fopen(path, "rb");
    char* text = NULL;
    long end;
    if (file == NULL)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) >= 0 &&
        fseek(file, 0, SEEK_SET) == 0) {
        text = malloc((size_t)end + 1);
        *size = text == NULL ? 0 : fread(text, 1, (size_t)end, file);
    }
    fclose(file);
    return text;
}

/* A document in, a document out. The book picks the edition by the case's days. */
static int by_document(const char* path) {
    certrules_error error = CERTRULES_ERROR_INIT;
    certrules_book* book = NULL;
    static char verdict[65536];
    size_t size = 0;
    char* text = read_file(path, &size);
    int32_t code;
    if (text == NULL) {
        perror(path);
        return 1;
    }
    code = certrules_book_builtin("escp", 4, NULL, &book, &error);
    if (code == CERTRULES_OK)
        code = certrules_decide_json(book, text, size, 0, verdict, sizeof verdict, NULL, &error);
    free(text);
    certrules_book_free(book);
    if (code != CERTRULES_OK)
        return fail(path, code, &error);
    puts(verdict);
    return 0;
}

/* The number of a word, or the end of the program: a host looks its words up once, at the start. */
static int32_t word(const certrules_edition* edition, int32_t kind, const char* name) {
    certrules_error error = CERTRULES_ERROR_INIT;
    int32_t number = -1;
    const int32_t code = certrules_word_find(edition, kind, name, strlen(name), &number, &error);
    if (code != CERTRULES_OK)
        exit(fail(name, code, &error));
    return number;
}

static int32_t day(const char* text) {
    certrules_error error = CERTRULES_ERROR_INIT;
    int32_t number = 0;
    const int32_t code = certrules_day_parse(text, strlen(text), &number, &error);
    if (code != CERTRULES_OK)
        exit(fail(text, code, &error));
    return number;
}

/* A review with one open major, the corrective action plan being in. Nothing here allocates. */
static int by_structs(void) {
    certrules_error error = CERTRULES_ERROR_INIT;
    certrules_edition* edition = NULL;
    certrules_finding finding = {0};
    certrules_fact fact = {0};
    certrules_state state = {0};
    certrules_event event = {0};
    certrules_verdict verdict = {0};
    char status[CERTRULES_NAME_SIZE];
    char last_day[11];
    char why[4096];
    int32_t code = certrules_edition_builtin("escp@2020-09-01", 15, NULL, &edition, &error);
    if (code != CERTRULES_OK)
        return fail("escp@2020-09-01", code, &error);

    finding.section = word(edition, CERTRULES_WORD_SECTION, "wages");
    finding.severity = word(edition, CERTRULES_WORD_SEVERITY, "major");
    fact.fact = word(edition, CERTRULES_WORD_FACT, "cap-submitted");
    fact.value = 1;
    state.struct_size = sizeof state;
    state.given = CERTRULES_STATE_CYCLE;
    state.cycle = word(edition, CERTRULES_WORD_STATUS, "assessed");
    state.cycle_since = day("2024-05-02");
    event.struct_size = sizeof event;
    event.kind = CERTRULES_EVENT_AUDIT_REVIEWED;
    event.on = day("2024-05-20");
    event.findings = &finding;
    event.finding_count = 1;
    event.finding_size = sizeof finding;
    event.facts = &fact;
    event.fact_count = 1;
    event.fact_size = sizeof fact;
    verdict.struct_size = sizeof verdict;

    code = certrules_decide(edition, &state, &event, &verdict, NULL, &error);
    if (code == CERTRULES_OK)
        code = certrules_word_name(edition, CERTRULES_WORD_STATUS, verdict.status, status,
                                   sizeof status, NULL, &error);
    if (code == CERTRULES_OK)
        code = certrules_day_format(verdict.last_day, last_day, sizeof last_day, NULL, &error);
    if (code == CERTRULES_OK)
        code = certrules_explain_text(edition, verdict.region, why, sizeof why, NULL, &error);
    certrules_edition_free(edition);
    if (code != CERTRULES_OK)
        return fail("the review", code, &error);
    printf("%s until %s (region %u)\n%s", status, last_day, (unsigned)verdict.region, why);
    return 0;
}

int main(int argc, char** argv) {
    if (certrules_abi_version() != CERTRULES_ABI_VERSION) {
        fprintf(stderr, "built for ABI %d, loaded ABI %u\n", CERTRULES_ABI_VERSION,
                (unsigned)certrules_abi_version());
        return 1;
    }
    return by_document(argc > 1 ? argv[1] : "data/cases/09-certified.json") || by_structs();
}
