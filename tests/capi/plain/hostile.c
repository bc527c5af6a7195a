/* The C interface from plain C, good and hostile calls mixed, each allocation of the host's hook
 * failed in turn. Small enough to run under valgrind, which then says that nothing is lost.
 *
 *     hostile [leak | overflow | wrap]    on purpose, to see that the checker notices: loses a
 *                                         handle, lies about a buffer, lets a number run over
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certrules.h"

static int passed = 0;
static int failed = 0;

#define CHECK(condition)                                                   \
    do {                                                                   \
        if (condition) {                                                   \
            ++passed;                                                      \
        } else {                                                           \
            ++failed;                                                      \
            printf("%s:%d: FAILED: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                  \
    } while (0)

static const char* const name = "escp@2020-09-01";

/* A host's allocator: fails after `left` allocations (never, if negative), and counts. */
struct host {
    long left;
    long alive;
};

static void* host_allocate(void* context, size_t size, size_t alignment) {
    struct host* h = context;
    (void)alignment;
    if (h->left == 0)
        return NULL;
    if (h->left > 0)
        --h->left;
    ++h->alive;
    return malloc(size); /* as aligned as anything that an edition holds */
}

static void host_release(void* context, void* memory, size_t size, size_t alignment) {
    struct host* h = context;
    (void)size;
    (void)alignment;
    --h->alive;
    free(memory);
}

static void fail_each_allocation(void) {
    long n;
    for (n = 0; n < 10000; ++n) {
        struct host h;
        certrules_load_options options;
        certrules_edition* edition = NULL;
        certrules_book* book = NULL;
        int32_t code;
        h.left = n;
        h.alive = 0;
        memset(&options, 0, sizeof options);
        options.struct_size = sizeof options;
        options.allocate = host_allocate;
        options.release = host_release;
        options.context = &h;
        code = certrules_edition_builtin(name, strlen(name), &options, &edition, NULL);
        if (code == CERTRULES_OK) {
            const certrules_edition* list[1];
            list[0] = edition;
            code = certrules_book_from_editions(list, 1, &options, &book, NULL);
        }
        certrules_book_free(book);
        certrules_edition_free(edition);
        CHECK(h.alive == 0);
        if (code == CERTRULES_OK)
            break;
        CHECK(code == CERTRULES_E_NO_MEMORY);
        CHECK(book == NULL);
    }
    CHECK(n > 2 && n < 10000);
}

/* Every index of a kind by name and back, with buffers that fit to the byte. */
static void names_and_numbers(const certrules_edition* edition) {
    int32_t kind;
    for (kind = CERTRULES_WORD_SEVERITY; kind <= CERTRULES_WORD_FEE; ++kind) {
        uint32_t count = 0;
        uint32_t i;
        CHECK(certrules_word_count(edition, kind, &count, NULL) == CERTRULES_OK);
        for (i = 0; i < count; ++i) {
            size_t needed = 0;
            int32_t number = -1;
            char* exact;
            CHECK(certrules_word_name(edition, kind, (int32_t)i, NULL, 0, &needed, NULL) ==
                  CERTRULES_E_BUFFER);
            exact = malloc(needed);
            CHECK(certrules_word_name(edition, kind, (int32_t)i, exact, needed - 1, NULL, NULL) ==
                  CERTRULES_E_BUFFER);
            CHECK(certrules_word_name(edition, kind, (int32_t)i, exact, needed, NULL, NULL) ==
                  CERTRULES_OK);
            /* Without its NUL, in memory that ends where the name does. */
            exact = realloc(exact, needed - 1);
            CHECK(certrules_word_find(edition, kind, exact, needed - 1, &number, NULL) ==
                  CERTRULES_OK);
            CHECK(number == (int32_t)i);
            free(exact);
        }
    }
}

/* Arrays that end where their memory does, so that a byte read beyond is seen. */
static void decide_on_exact_memory(const certrules_edition* edition) {
    size_t n;
    for (n = 0; n <= 40; ++n) {
        certrules_finding* findings = n == 0 ? NULL : calloc(n, sizeof *findings);
        certrules_fact* fact = calloc(1, sizeof *fact);
        certrules_state* state = calloc(1, sizeof *state);
        certrules_event* event = calloc(1, sizeof *event);
        certrules_verdict* verdict = calloc(1, sizeof *verdict);
        state->struct_size = sizeof *state;
        state->given = CERTRULES_STATE_CYCLE;
        CHECK(certrules_word_find(edition, CERTRULES_WORD_STATUS, "assessed", 8, &state->cycle,
                                  NULL) == CERTRULES_OK);
        CHECK(certrules_day_parse("2024-05-02", 10, &state->cycle_since, NULL) == CERTRULES_OK);
        event->struct_size = sizeof *event;
        event->kind = CERTRULES_EVENT_AUDIT_REVIEWED;
        CHECK(certrules_day_parse("2024-05-20", 10, &event->on, NULL) == CERTRULES_OK);
        event->findings = findings;
        event->finding_count = n;
        event->finding_size = sizeof *findings;
        event->facts = fact;
        event->fact_count = 1;
        event->fact_size = sizeof *fact;
        CHECK(certrules_word_find(edition, CERTRULES_WORD_FACT, "cap-submitted", 13, &fact->fact,
                                  NULL) == CERTRULES_OK);
        fact->value = 1;
        verdict->struct_size = sizeof *verdict;
        CHECK(certrules_decide(edition, state, event, verdict, state, NULL) == CERTRULES_OK);
        CHECK(verdict->last_day != CERTRULES_NO_DAY);
        free(verdict);
        free(event);
        free(state);
        free(fact);
        free(findings);
    }
}

static void documents(void) {
    static const char* const texts[] = {
        "",
        "{",
        "[]",
        "null",
        "{\"event\": \"applied\"}",
        "{\"event\": 3, \"on\": 4}",
        "{\"event\": \"applied\", \"on\": \"2024-05-20\", \"on\": \"2024-05-20\"}",
        "{\"event\": \"applied\", \"on\": \"2024-05-20\"}"};
    certrules_book* book = NULL;
    certrules_error error = CERTRULES_ERROR_INIT;
    size_t i;
    CHECK(certrules_book_builtin("escp", 4, NULL, &book, &error) == CERTRULES_OK);
    for (i = 0; i < sizeof texts / sizeof *texts; ++i) {
        const size_t size = strlen(texts[i]);
        const int last = i + 1 == sizeof texts / sizeof *texts;
        /* In memory that ends where the document does. */
        char* exact = malloc(size == 0 ? 1 : size);
        char* out;
        size_t needed = 0;
        int32_t code;
        memcpy(exact, texts[i], size);
        code = certrules_decide_json(book, exact, size, 0, NULL, 0, &needed, &error);
        CHECK(code == (last ? CERTRULES_E_BUFFER : error.code));
        CHECK(code != CERTRULES_OK && code != CERTRULES_E_INTERNAL);
        if (last) {
            out = malloc(needed);
            CHECK(certrules_decide_json(book, exact, size, 0, out, needed, NULL, &error) ==
                  CERTRULES_OK);
            CHECK(strlen(out) + 1 == needed);
            free(out);
        }
        free(exact);
    }
    certrules_book_free(book);
}

static void bad_editions(void) {
    char* text;
    size_t size = 0;
    size_t cut;
    int refused = 0;
    CHECK(certrules_builtin_text(name, strlen(name), NULL, 0, &size, NULL) == CERTRULES_E_BUFFER);
    text = malloc(size);
    CHECK(certrules_builtin_text(name, strlen(name), text, size, NULL, NULL) == CERTRULES_OK);
    for (cut = 0; cut < size - 1; cut += size / 40) {
        certrules_edition* edition = NULL;
        certrules_error error = CERTRULES_ERROR_INIT;
        /* A cut between two rules may leave an edition, with fewer rules. */
        if (certrules_edition_load(text, cut, NULL, &edition, &error) == CERTRULES_OK) {
            CHECK(edition != NULL);
        } else {
            ++refused;
            CHECK(error.code == CERTRULES_E_EDITION);
            CHECK(edition == NULL);
            CHECK(error.message[0] != '\0');
        }
        certrules_edition_free(edition);
    }
    CHECK(refused > 20);
    free(text);
}

/* The room is a byte shorter than is said: the library's own write runs over. */
static void lie_about_a_buffer(void) {
    char* room = malloc(10);
    CHECK(certrules_day_format(0, room, 11, NULL, NULL) == CERTRULES_OK);
    free(room);
}

static void let_a_number_run_over(void) {
    volatile int32_t most = 2147483647;
    most = most + 1;
    CHECK(most != 0);
}

int main(int argc, char** argv) {
    certrules_edition* edition = NULL;
    CHECK(certrules_edition_builtin(name, strlen(name), NULL, &edition, NULL) == CERTRULES_OK);
    if (edition == NULL)
        return 1;
    names_and_numbers(edition);
    decide_on_exact_memory(edition);
    documents();
    bad_editions();
    fail_each_allocation();
    if (argc > 1 && strcmp(argv[1], "leak") == 0)
        edition = NULL;
    if (argc > 1 && strcmp(argv[1], "overflow") == 0)
        lie_about_a_buffer();
    if (argc > 1 && strcmp(argv[1], "wrap") == 0)
        let_a_number_run_over();
    certrules_edition_free(edition);
    printf("c: %d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
