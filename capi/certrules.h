/*
 * certrules: the C interface. One page to start from; the rest is the manual.
 *
 * A first call. Load the rules, look up the words you store, decide, free:
 *
 *     certrules_edition* edition = NULL;
 *     certrules_error error = CERTRULES_ERROR_INIT;
 *     int32_t wrong = certrules_edition_builtin("escp@2020-09-01", 15, NULL, &edition, &error);
 *     if (wrong) return fprintf(stderr, "%s: %s\n", error.place, error.message);
 *     ...
 *     certrules_edition_free(edition);
 *
 * Two ways to ask. With documents: certrules_decide_json takes a case and gives a verdict, both as
 * JSON, and picks the edition; certrules_replay_json does so for a history. With structs:
 * certrules_decide takes numbers and gives numbers, and allocates nothing. They give the same
 * answers.
 *
 * Results. Every function that can fail returns an int32_t: 0 (CERTRULES_OK) or one of the codes
 * below. Treat a code that you do not know as a failure. On a failure no output is touched, but
 * `needed` with CERTRULES_E_BUFFER, and your certrules_error if you passed one: it is yours, may be
 * NULL, says what was wrong and where, and is left alone by a call that succeeds. There is no
 * "last error" anywhere.
 *
 * Ownership. You free what has a _free function, with that function; NULL is fine. Nothing else is
 * ever handed to you to free: structs, arrays and buffers are yours. The library keeps no pointer
 * of yours after a call, except the allocator given to a load, for as long as that handle and the
 * books made from it live.
 *
 * Threads. Handles never change. Any number of threads may use one handle at once, through const
 * pointers; only _free must come last. The library has no globals, starts no threads, and reads no
 * clock, environment, locale or file: what a call answers depends on its arguments alone.
 *
 * Text in is a pointer and a number of bytes, UTF-8, no NUL needed; (NULL, 0) is the empty text.
 * Text out goes to a buffer of yours: (buffer, capacity, needed). `needed` (may be NULL) receives
 * the bytes of the whole text with its NUL. If they fit, they are written. If not, nothing is, and
 * the call returns CERTRULES_E_BUFFER: ask again with that much. (NULL, 0, &needed) asks for the
 * size alone. Names of words need at most CERTRULES_NAME_SIZE bytes.
 *
 * Structs that start with struct_size: set it to sizeof before the call, also of an output. Zero
 * every other byte that you do not set (= {0}, memset, or the _INIT macros): zero means default,
 * and later releases only append fields. An input larger than this library knows is fine if the
 * part that it does not know is zero, else CERTRULES_E_UNSUPPORTED; an output larger than it knows
 * gets zeros there. Arrays of small structs go with the size of an element for the same reason.
 * Structs may lie at any address; inputs may overlap one another, and `next` of certrules_decide
 * may be its `state`. Other outputs must not overlap anything.
 *
 * Numbers. Days are int32_t, days since 1970-01-01, and input holds 1900-01-01 to 2999-12-31;
 * CERTRULES_NO_DAY stands for none in outputs. A word of an edition (a status, a section, ...) is
 * its place in the edition's list, from 0; -1 stands for none in outputs. In inputs, what is
 * optional counts only with its bit in `given`; without the bit it must be 0, -1 or
 * CERTRULES_NO_DAY, so that a forgotten bit is an error and not a silent default. Numbers of words
 * are an edition's own: look them up by name in each edition that you load. Sets of words are
 * uint64_t, bit i for word i.
 *
 * Versions. The release is that of the product. The ABI version changes only when a program built
 * against an older header would no longer work, and is in the soname. Codes and constants are never
 * renumbered.
 */
#ifndef CERTRULES_H
#define CERTRULES_H

#include <stddef.h>
#include <stdint.h>

#if defined(CERTRULES_BUILDING)
#define CERTRULES_API __attribute__((visibility("default")))
#else
#define CERTRULES_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- versions ------------------------------------------------------------------------------ */

/* Release of this header: major * 10000 + minor * 100 + patch. */
#define CERTRULES_VERSION_NUMBER 100

/* ABI of this header: major * 100 + minor, as in the soname. */
#define CERTRULES_ABI_VERSION 1

/* Release of the loaded library as "major.minor.patch"; static, never NULL. */
CERTRULES_API const char* certrules_version_string(void);

/* Release of the loaded library as CERTRULES_VERSION_NUMBER counts it. */
CERTRULES_API uint32_t certrules_version_number(void);

/* ABI of the loaded library; a host refuses to go on if it is not CERTRULES_ABI_VERSION. */
CERTRULES_API uint32_t certrules_abi_version(void);

/* ---- errors -------------------------------------------------------------------------------- */

enum {
    CERTRULES_OK = 0,

    /* 100: what you passed */
    CERTRULES_E_ARGUMENT = 100,     /* a number outside its range, a word the edition lacks */
    CERTRULES_E_NULL = 101,         /* NULL where something is needed */
    CERTRULES_E_STRUCT_SIZE = 102,  /* a struct_size smaller than any release had, or absurd */
    CERTRULES_E_UNSUPPORTED = 103,  /* bytes or bits set that this release does not know */
    CERTRULES_E_BUFFER = 104,       /* the buffer is too small; `needed` says what it takes */
    CERTRULES_E_TEXT = 110,         /* not UTF-8, not JSON, not the form */
    CERTRULES_E_UNKNOWN_NAME = 120, /* a name that the edition does not have */
    CERTRULES_E_DATE = 130,         /* a day that does not exist or lies outside 1900 to 2999 */
    CERTRULES_E_MISSING = 140,      /* something needed was left out */

    /* 200: editions */
    CERTRULES_E_EDITION = 200,    /* the edition's text does not load */
    CERTRULES_E_NO_EDITION = 210, /* no edition was in force on that day */

    /* 300: the rules */
    CERTRULES_E_REFUSED = 300, /* the event cannot happen in that state */
    CERTRULES_E_NO_RULE = 310, /* no rule of the edition answers */

    /* 400: limits */
    CERTRULES_E_LIMIT = 400, /* beyond a documented limit */
    CERTRULES_E_NO_MEMORY = 410,
    CERTRULES_E_OVERFLOW = 420, /* an amount or a day beyond what can be held */

    /* 900: a mistake of ours; please report it */
    CERTRULES_E_INTERNAL = 900
};

/* What was wrong. The texts end with a NUL; one too long is cut between two characters. */
typedef struct certrules_error {
    uint32_t struct_size;
    int32_t code;      /* as returned */
    uint32_t line;     /* of a text, from 1; 0: none */
    uint32_t column;   /* in bytes, from 1; 0: none */
    uint32_t more;     /* further errors in the same edition's text: certrules_edition_diagnose */
    uint32_t reserved; /* 0 */
    char place[96];    /* "findings[2].section", a file's name, an argument's; or empty */
    char message[392]; /* one line: what was found, what was expected, the nearest known name */
} certrules_error;

#define CERTRULES_ERROR_INIT                           \
    {                                                  \
        sizeof(certrules_error), 0, 0, 0, 0, 0, {0}, { \
            0                                          \
        }                                              \
    }

/* A code's name, "CERTRULES_E_REFUSED"; "unknown" for a number that is no code. Static. */
CERTRULES_API const char* certrules_error_name(int32_t code);

/* ---- days ---------------------------------------------------------------------------------- */

#define CERTRULES_NO_DAY (-2147483647 - 1)

/* Reads "YYYY-MM-DD", 1900 to 2999. Errors: E_DATE. */
CERTRULES_API int32_t certrules_day_parse(const char* text, size_t size, int32_t* day,
                                          certrules_error* error);

/* Writes "YYYY-MM-DD"; 11 bytes with the NUL. Errors: E_DATE outside the years 0 to 9999. */
CERTRULES_API int32_t certrules_day_format(int32_t day, char* buffer, size_t capacity,
                                           size_t* needed, certrules_error* error);

/* ---- editions ------------------------------------------------------------------------------ */

/* The rules of a scheme from one day on. Immutable. */
typedef struct certrules_edition certrules_edition;

/* How to load. NULL stands for all defaults. */
typedef struct certrules_load_options {
    uint32_t struct_size;
    uint32_t reserved; /* 0 */
    /* Named in errors; default "edition.toml". */
    const char* file;
    size_t file_size;
    /* Serves the memory that the handle keeps (what loading itself needs for a moment comes from
     * the process's own). Both functions or neither. `allocate` gives `size` bytes at an address
     * that `alignment` divides, or NULL; `release` gets the same numbers again. They may be called
     * from the thread that loads and from the one that frees last, and must not throw. */
    void* (*allocate)(void* context, size_t size, size_t alignment);
    void (*release)(void* context, void* memory, size_t size, size_t alignment);
    void* context;
} certrules_load_options;

/* Number of built-in editions, and the name of one ("escp@2020-09-01"), from 0.
 * Errors: E_ARGUMENT for an index beyond the last. */
CERTRULES_API uint32_t certrules_builtin_count(void);
CERTRULES_API int32_t certrules_builtin_name(uint32_t index, char* buffer, size_t capacity,
                                             size_t* needed, certrules_error* error);

/* The text of a built-in edition, TOML, as certrules_edition_load takes it.
 * Errors: E_UNKNOWN_NAME. */
CERTRULES_API int32_t certrules_builtin_text(const char* name, size_t size, char* buffer,
                                             size_t capacity, size_t* needed,
                                             certrules_error* error);

/* Loads a built-in edition by its name. Free with certrules_edition_free.
 * Errors: E_UNKNOWN_NAME with the nearest one. */
CERTRULES_API int32_t certrules_edition_builtin(const char* name, size_t size,
                                                const certrules_load_options* options,
                                                certrules_edition** out, certrules_error* error);

/* Loads and compiles an edition from its text, TOML. Free with certrules_edition_free.
 * Errors: E_EDITION with the first thing wrong, its line and column, and how many more there are;
 * E_TEXT if it is not UTF-8. */
CERTRULES_API int32_t certrules_edition_load(const char* text, size_t size,
                                             const certrules_load_options* options,
                                             certrules_edition** out, certrules_error* error);

/* All that is wrong with an edition's text, and all warnings: one line each,
 * "file:line:column: error: message". `errors` receives the number of errors; 0: it loads.
 * Succeeds for any text. */
CERTRULES_API int32_t certrules_edition_diagnose(const char* text, size_t size,
                                                 const certrules_load_options* options,
                                                 uint32_t* errors, char* buffer, size_t capacity,
                                                 size_t* needed, certrules_error* error);

/* Frees an edition; NULL is fine. Books made from it live on. */
CERTRULES_API void certrules_edition_free(certrules_edition* edition);

enum {
    CERTRULES_TEXT_SCHEME = 1, /* "escp" */
    CERTRULES_TEXT_ID = 2,     /* "2020-09-01" */
    CERTRULES_TEXT_NAME = 3,   /* "escp@2020-09-01" */
    CERTRULES_TEXT_TITLE = 4,
    CERTRULES_TEXT_HASH = 5 /* SHA-256 of the rules, 64 hexadecimal digits */
};

/* One of an edition's own texts. Errors: E_ARGUMENT for a `which` not above. */
CERTRULES_API int32_t certrules_edition_text(const certrules_edition* edition, int32_t which,
                                             char* buffer, size_t capacity, size_t* needed,
                                             certrules_error* error);

typedef struct certrules_edition_info {
    uint32_t struct_size;
    int32_t effective_from; /* first day in force */
    int32_t effective_to;   /* last day in force, or CERTRULES_NO_DAY */
    uint32_t regions;       /* regions are numbered from 0 to this, less one */
} certrules_edition_info;

CERTRULES_API int32_t certrules_edition_describe(const certrules_edition* edition,
                                                 certrules_edition_info* out,
                                                 certrules_error* error);

/* ---- words: names and numbers -------------------------------------------------------------- */

/* No name is longer, its NUL inside. */
#define CERTRULES_NAME_SIZE 65

enum {
    CERTRULES_WORD_SEVERITY = 1, /* worst last */
    CERTRULES_WORD_SECTION = 2,
    CERTRULES_WORD_TAG = 3,
    CERTRULES_WORD_RATING = 4,
    CERTRULES_WORD_STATUS = 5,
    CERTRULES_WORD_AUDIT = 6,
    CERTRULES_WORD_FACT = 7,
    CERTRULES_WORD_MEASURE = 8,
    CERTRULES_WORD_RULE = 9,
    CERTRULES_WORD_FEE = 10
};

/* How many words of a kind an edition has: they are numbered from 0 to this, less one. */
CERTRULES_API int32_t certrules_word_count(const certrules_edition* edition, int32_t kind,
                                           uint32_t* count, certrules_error* error);

/* A word's number. Errors: E_UNKNOWN_NAME with the nearest one. */
CERTRULES_API int32_t certrules_word_find(const certrules_edition* edition, int32_t kind,
                                          const char* name, size_t size, int32_t* number,
                                          certrules_error* error);

/* A number's name ("open-critical") and its title for people. Errors: E_ARGUMENT. */
CERTRULES_API int32_t certrules_word_name(const certrules_edition* edition, int32_t kind,
                                          int32_t number, char* buffer, size_t capacity,
                                          size_t* needed, certrules_error* error);
CERTRULES_API int32_t certrules_word_title(const certrules_edition* edition, int32_t kind,
                                           int32_t number, char* buffer, size_t capacity,
                                           size_t* needed, certrules_error* error);

/* Which slot of the state a status fills. */
enum {
    CERTRULES_TRACK_CERTIFICATE = 0,
    CERTRULES_TRACK_CYCLE = 1,
    CERTRULES_TRACK_BAR = 2,
    CERTRULES_TRACK_AFTER = 3 /* shown when nothing else is */
};

typedef struct certrules_status_info {
    uint32_t struct_size;
    int32_t track; /* CERTRULES_TRACK_... */
    int32_t rank;  /* worse to better */
    int32_t open;  /* 1: of a cycle whose audit was held, so that findings can be reviewed */
} certrules_status_info;

typedef struct certrules_section_info {
    uint32_t struct_size;
    uint32_t applicable; /* applicable checkpoints where an audit gives none */
    int32_t placeholder; /* 1: that number is not published */
} certrules_section_info;

typedef struct certrules_audit_info {
    uint32_t struct_size;
    int32_t announced;    /* 1: the factory knows the day */
    int32_t starts_cycle; /* 1: always starts a new audit cycle */
    int32_t check;        /* 1: a check after certification, its findings stay apart */
} certrules_audit_info;

enum {
    CERTRULES_FACT_YES_NO = 0, /* values 0 no, 1 yes */
    CERTRULES_FACT_ONE_OF = 1, /* values 0 to value_count - 1, each with a name */
    CERTRULES_FACT_NUMBER = 2  /* lowest to highest, or one of the allowed */
};

typedef struct certrules_fact_info {
    uint32_t struct_size;
    int32_t type;            /* CERTRULES_FACT_... */
    uint32_t value_count;    /* names, or allowed numbers; 0: any from lowest to highest */
    int32_t factory_changes; /* 1: the factory can change it, so certrules_what_if may */
    int64_t lowest;
    int64_t highest;
} certrules_fact_info;

typedef struct certrules_rule_info {
    uint32_t struct_size;
    uint32_t line;   /* in the edition's text, from 1 */
    int32_t refuses; /* 1: it says that the event cannot happen */
    uint32_t cites;  /* how many texts certrules_rule_text has of each kind */
    uint32_t obligations;
    uint32_t options;
    uint32_t notices;
    uint32_t notices_by_default;
} certrules_rule_info;

/* What an edition says of a word. Errors: E_ARGUMENT for a number it does not have. */
CERTRULES_API int32_t certrules_status_describe(const certrules_edition* edition, int32_t status,
                                                certrules_status_info* out, certrules_error* error);
CERTRULES_API int32_t certrules_section_describe(const certrules_edition* edition, int32_t section,
                                                 certrules_section_info* out,
                                                 certrules_error* error);
CERTRULES_API int32_t certrules_audit_describe(const certrules_edition* edition, int32_t audit,
                                               certrules_audit_info* out, certrules_error* error);
CERTRULES_API int32_t certrules_fact_describe(const certrules_edition* edition, int32_t fact,
                                              certrules_fact_info* out, certrules_error* error);
CERTRULES_API int32_t certrules_rule_describe(const certrules_edition* edition, int32_t rule,
                                              certrules_rule_info* out, certrules_error* error);

/* The value of a fact from its name ("yes", "a-value", "12"), and back.
 * Errors: E_UNKNOWN_NAME with the nearest one; E_ARGUMENT for a fact or value it does not have. */
CERTRULES_API int32_t certrules_fact_value_find(const certrules_edition* edition, int32_t fact,
                                                const char* name, size_t size, int64_t* value,
                                                certrules_error* error);
CERTRULES_API int32_t certrules_fact_value_name(const certrules_edition* edition, int32_t fact,
                                                int64_t value, char* buffer, size_t capacity,
                                                size_t* needed, certrules_error* error);

enum {
    CERTRULES_RULE_CITE = 1, /* "SOURCE: heading" */
    CERTRULES_RULE_OBLIGATION = 2,
    CERTRULES_RULE_OPTION = 3,
    CERTRULES_RULE_NOTICE = 4,
    CERTRULES_RULE_NOTICE_BY_DEFAULT = 5 /* in place of NOTICE: see certrules_verdict.flags */
};

/* One of a rule's texts, from 0. Errors: E_ARGUMENT for a rule, kind or index there is not. */
CERTRULES_API int32_t certrules_rule_text(const certrules_edition* edition, int32_t rule,
                                          int32_t kind, uint32_t index, char* buffer,
                                          size_t capacity, size_t* needed, certrules_error* error);

/* ---- books: the editions of a scheme by the days they were in force ------------------------- */

typedef struct certrules_book certrules_book;

/* The built-in editions of a scheme ("escp"), or one alone ("escp@2020-09-01").
 * The allocator in `options` serves the book and its editions; `file` is not used.
 * Errors: E_UNKNOWN_NAME. */
CERTRULES_API int32_t certrules_book_builtin(const char* name, size_t size,
                                             const certrules_load_options* options,
                                             certrules_book** out, certrules_error* error);

/* A book of editions of one scheme, in any order; one alone answers for every day. They are
 * shared: free yours when you like. The allocator in `options` serves the book alone.
 * Errors: E_ARGUMENT for none, two schemes, or two editions from one day. */
CERTRULES_API int32_t certrules_book_from_editions(const certrules_edition* const* editions,
                                                   size_t count,
                                                   const certrules_load_options* options,
                                                   certrules_book** out, certrules_error* error);

/* Frees a book; NULL is fine. Editions taken from it live on. */
CERTRULES_API void certrules_book_free(certrules_book* book);

/* How many editions a book has, oldest first; and one of them, from 0, to be freed with
 * certrules_edition_free. Errors: E_ARGUMENT for an index beyond the last. */
CERTRULES_API int32_t certrules_book_count(const certrules_book* book, uint32_t* count,
                                           certrules_error* error);
CERTRULES_API int32_t certrules_book_edition(const certrules_book* book, uint32_t index,
                                             certrules_edition** out, certrules_error* error);

/* Which edition was in force on a day. Errors: E_NO_EDITION, E_DATE. */
CERTRULES_API int32_t certrules_book_in_force(const certrules_book* book, int32_t day,
                                              uint32_t* index, certrules_error* error);

/* Which edition answers an event (reading R17): for a check after certification (`check` 1) the
 * one in force on the first day of the check's window, else the one in force when the audit cycle
 * started. `certificate_first_day`: of the running certificate, or CERTRULES_NO_DAY.
 * Errors: E_NO_EDITION, E_DATE, E_ARGUMENT for a `check` other than 0 and 1. */
CERTRULES_API int32_t certrules_book_answering(const certrules_book* book, int32_t check,
                                               int32_t certificate_first_day,
                                               int32_t cycle_started_on, uint32_t* index,
                                               certrules_error* error);

/* ---- deciding on structs -------------------------------------------------------------------- */

/* Yes, no, or not known: never a silent no. */
enum { CERTRULES_UNKNOWN = 0, CERTRULES_NO = 1, CERTRULES_YES = 2 };

/* The events. The last three happen by themselves, on the day after a last day. */
enum {
    CERTRULES_EVENT_APPLIED = 1,
    CERTRULES_EVENT_FEE_PAID = 2,
    CERTRULES_EVENT_AUDIT_HELD = 3,
    CERTRULES_EVENT_AUDIT_REVIEWED = 4,
    CERTRULES_EVENT_FINDING_CLOSED = 5,
    CERTRULES_EVENT_CAP_SUBMITTED = 6,
    CERTRULES_EVENT_VISIT_CONTACTED = 7,
    CERTRULES_EVENT_VISIT_DECLINED = 8,
    CERTRULES_EVENT_AUDIT_DECLINED = 9,
    CERTRULES_EVENT_VISIT_HELD = 10,
    CERTRULES_EVENT_INVOICE_RECEIVED = 11,
    CERTRULES_EVENT_DECISION_RECORDED = 12,
    CERTRULES_EVENT_CERTIFICATE_EXPIRED = 13,
    CERTRULES_EVENT_CYCLE_EXPIRED = 14,
    CERTRULES_EVENT_BAR_ENDED = 15
};

/* An event's number from its name ("audit-reviewed"), and back. The same in every edition.
 * Errors: E_UNKNOWN_NAME with the nearest one; E_ARGUMENT. */
CERTRULES_API int32_t certrules_event_find(const char* name, size_t size, int32_t* event,
                                           certrules_error* error);
CERTRULES_API int32_t certrules_event_name(int32_t event, char* buffer, size_t capacity,
                                           size_t* needed, certrules_error* error);

enum {
    CERTRULES_STATE_CERTIFICATE = 1,          /* certificate, certificate_first_day */
    CERTRULES_STATE_CERTIFICATE_LAST_DAY = 2, /* without it the certificate has no end */
    CERTRULES_STATE_CYCLE = 4,                /* cycle, cycle_since */
    CERTRULES_STATE_CYCLE_STARTED_ON = 8,     /* default: cycle_since */
    CERTRULES_STATE_CYCLE_AWARD = 16,         /* default: the edition's first certificate */
    CERTRULES_STATE_BAR = 32,                 /* bar, bar_first_day */
    CERTRULES_STATE_BAR_LAST_DAY = 64,        /* without it the bar has no end */
    CERTRULES_STATE_AFTER = 128,
    CERTRULES_STATE_LAST_CERTIFICATE = 256
};

/* Where a factory stands. All zero but struct_size: a factory that the programme never saw. */
typedef struct certrules_state {
    uint32_t struct_size;
    uint32_t given;      /* CERTRULES_STATE_... */
    uint64_t held;       /* set of the statuses ever held; what runs now counts by itself */
    int32_t certificate; /* a status of the certificate track, and its days, both inside */
    int32_t certificate_first_day;
    int32_t certificate_last_day;
    int32_t cycle;            /* a status of the cycle track */
    int32_t cycle_since;      /* first day of that status */
    int32_t cycle_started_on; /* first day of the audit cycle */
    int32_t cycle_award;      /* the certificate that the fee will issue */
    int32_t bar;              /* a status of the bar track, and its days, both inside */
    int32_t bar_first_day;
    int32_t bar_last_day;
    int32_t after;            /* status shown when nothing of the above is */
    int32_t visited;          /* whether a visit was held under the certificate */
    int32_t last_certificate; /* the latest certificate's status */
    uint32_t consecutive;     /* certificates in a row at it, the latest inside; 0 to 65535 */
} certrules_state;

enum { CERTRULES_FINDING_CLOSED = 1 /* closed_on */ };

/* A non-compliance. */
typedef struct certrules_finding {
    int32_t section;
    int32_t severity;
    int32_t transparent; /* whether the factory was open about it */
    uint32_t given;      /* CERTRULES_FINDING_... */
    uint64_t tags;       /* set of tags */
    int32_t closed_on;   /* closed on this day and after */
    uint32_t sites;      /* on how many sites it was seen; 0 means 1 */
} certrules_finding;

enum {
    CERTRULES_SECTION_APPLICABLE = 1,
    CERTRULES_SECTION_CONFORMING = 2,
    CERTRULES_SECTION_RATING = 4,
    CERTRULES_SECTION_GRADED = 8 /* graded_severity, graded */
};

/* What an audit's checklist had for a section, where it differs from the edition. A section may
 * have several, for the checkpoints of several severities; the later one holds. */
typedef struct certrules_section {
    int32_t section;
    uint32_t given;      /* CERTRULES_SECTION_... */
    uint32_t applicable; /* applicable checkpoints, up to 1,000,000 */
    uint32_t conforming; /* of these, how many conform */
    int32_t rating;
    int32_t graded_severity;
    uint32_t graded;   /* checkpoints that are of that severity when failed */
    uint32_t reserved; /* 0 */
} certrules_section;

/* A fact that the host knows. One left out is unknown; of one given twice the later holds. */
typedef struct certrules_fact {
    int32_t fact;
    uint32_t reserved; /* 0 */
    int64_t value;     /* yes-no: 0 no, 1 yes; one-of: place in its values; number: itself */
} certrules_fact;

enum {
    CERTRULES_GIVEN_AUDIT = 1,   /* audit: needed by AUDIT_HELD */
    CERTRULES_GIVEN_FEE = 2,     /* fee: needed by FEE_PAID and INVOICE_RECEIVED */
    CERTRULES_GIVEN_DECISION = 4 /* decision: needed by DECISION_RECORDED */
};

/* One event. */
typedef struct certrules_event {
    uint32_t struct_size;
    uint32_t given; /* CERTRULES_GIVEN_... */
    int32_t kind;   /* CERTRULES_EVENT_... */
    int32_t on;     /* the day */
    int32_t audit;
    int32_t fee;
    int32_t decision;      /* a status: what the programme decided */
    int32_t months;        /* the decision's validity, 1 to 1200; 0: as the edition says */
    uint32_t sites;        /* how many sites the audit covered; 0: not known */
    uint32_t finding_size; /* sizeof(certrules_finding), if there are any; and so on */
    uint32_t section_size;
    uint32_t fact_size;
    const certrules_finding* findings; /* up to 100,000 */
    size_t finding_count;
    const certrules_section* sections; /* up to 512 */
    size_t section_count;
    const certrules_fact* facts; /* up to 64 */
    size_t fact_count;
} certrules_event;

enum {
    CERTRULES_VERDICT_BY_DEFAULT = 1 /* a length was not given: the rule's notices by default */
};

/* What the rules answer. (hash of the edition, region) is all that explaining it later takes. */
typedef struct certrules_verdict {
    uint32_t struct_size;
    uint32_t flags;        /* CERTRULES_VERDICT_... */
    int32_t status;        /* what the event gives; -1: nothing to show */
    int32_t public_status; /* what the factory shows on that day; -1: nothing */
    int32_t rule;
    uint32_t region;
    int32_t first_day; /* of the status, both inside; CERTRULES_NO_DAY where it has no end */
    int32_t last_day;
    uint64_t unknown; /* set of the facts that it leaned on while they were unknown */
    uint64_t fees;    /* set of the fees that fall due */
} certrules_verdict;

/* Decides one event. What ran out before its day is ended first, by the edition's own rules.
 * Allocates nothing, unless it fails. `next` (may be NULL) receives the state after the event.
 * Errors: E_REFUSED, E_NO_RULE, E_MISSING, E_ARGUMENT, E_DATE, E_LIMIT, E_OVERFLOW. */
CERTRULES_API int32_t certrules_decide(const certrules_edition* edition,
                                       const certrules_state* state, const certrules_event* event,
                                       certrules_verdict* verdict, certrules_state* next,
                                       certrules_error* error);

/* Set of the statuses that filling in the unknown facts could give. The event must be one that
 * certrules_decide answers. */
CERTRULES_API int32_t certrules_possible(const certrules_edition* edition,
                                         const certrules_state* state, const certrules_event* event,
                                         uint64_t* statuses, certrules_error* error);

/* The state on a day: what ran out before it is ended. `next` may be `state`. */
CERTRULES_API int32_t certrules_settle(const certrules_edition* edition,
                                       const certrules_state* state, int32_t on,
                                       certrules_state* next, certrules_error* error);

/* What the factory shows on a day; -1: nothing. `state` as settled on that day. */
CERTRULES_API int32_t certrules_public_status(const certrules_edition* edition,
                                              const certrules_state* state, int32_t on,
                                              int32_t* status, certrules_error* error);

/* Last day of the cycle's status; CERTRULES_NO_DAY without a cycle or an end. */
CERTRULES_API int32_t certrules_cycle_last_day(const certrules_edition* edition,
                                               const certrules_state* state, int32_t* day,
                                               certrules_error* error);

/* One least change that earns a better status: close a finding, or give a fact another value.
 * The changes of one status stand together; statuses go from worse to better. */
typedef struct certrules_change {
    int32_t status;  /* what all changes of this status together earn */
    int32_t fact;    /* -1: close a finding */
    int64_t finding; /* its place in the event's findings; -1: change a fact */
    int64_t value;   /* the fact's new value */
} certrules_change;

/* For each better status, the fewest changes that earn it. Two calls, as for text: `needed`
 * receives the number of changes, and they are written only if they all fit in `capacity`.
 * `change_size` is sizeof(certrules_change). `complete` (may be NULL) receives 0 where the search
 * met its bound of 200,000 decisions, so that more may exist. Allocates.
 * Errors: E_BUFFER, and those of certrules_decide. */
CERTRULES_API int32_t certrules_what_if(const certrules_edition* edition,
                                        const certrules_state* state, const certrules_event* event,
                                        certrules_change* changes, uint32_t change_size,
                                        size_t capacity, size_t* needed, int32_t* complete,
                                        certrules_error* error);

/* ---- explaining a stored verdict ------------------------------------------------------------ */

/* The rule behind a region; -1 where none answers there. Errors: E_ARGUMENT. */
CERTRULES_API int32_t certrules_region_rule(const certrules_edition* edition, uint32_t region,
                                            int32_t* rule, certrules_error* error);

/* Rule, tests and citations behind a region, as lines of plain text. Errors: E_ARGUMENT. */
CERTRULES_API int32_t certrules_explain_text(const certrules_edition* edition, uint32_t region,
                                             char* buffer, size_t capacity, size_t* needed,
                                             certrules_error* error);

/* ---- the JSON doors -------------------------------------------------------------------------- */

enum {
    CERTRULES_JSON_BRIEF = 1 /* leave out what_if and possible, which take longest */
};

/* Decides a case: JSON in, JSON out, in the forms of docs/forms.md. The book's edition is picked by
 * the case. `flags`: CERTRULES_JSON_... Allocates while it works.
 * Errors: E_TEXT (the message says line and column), E_UNKNOWN_NAME, E_MISSING, E_NO_EDITION, and
 * those of certrules_decide. */
CERTRULES_API int32_t certrules_decide_json(const certrules_book* book, const char* text,
                                            size_t size, uint32_t flags, char* buffer,
                                            size_t capacity, size_t* needed,
                                            certrules_error* error);

/* What a factory's events amount to on a day: its history as JSON in, its standing as JSON out. The
 * book must have the editions of all its cycles; each event is answered by the one in force for it.
 * `on`: the day asked about. `known`: with what had been recorded by that day; CERTRULES_NO_DAY:
 * with everything. Allocates while it works; time grows with the number of events.
 * Errors: E_TEXT, E_UNKNOWN_NAME, E_MISSING, E_DATE (also of `on` and `known`), E_NO_EDITION,
 * E_REFUSED for an event that was impossible when it was recorded, E_OVERFLOW, E_LIMIT. The place
 * names the event: "events[3].findings[0].section". */
CERTRULES_API int32_t certrules_replay_json(const certrules_book* book, const char* text,
                                            size_t size, int32_t on, int32_t known, char* buffer,
                                            size_t capacity, size_t* needed,
                                            certrules_error* error);

/* Parts of that standing, as documents of their own: the statement of fees; the deadlines; and for
 * every viewer that the edition knows, what it may see and what the last event obliges to tell it.
 * Arguments and errors as for certrules_replay_json. */
CERTRULES_API int32_t certrules_fees_json(const certrules_book* book, const char* text, size_t size,
                                          int32_t on, int32_t known, char* buffer, size_t capacity,
                                          size_t* needed, certrules_error* error);
CERTRULES_API int32_t certrules_deadlines_json(const certrules_book* book, const char* text,
                                               size_t size, int32_t on, int32_t known, char* buffer,
                                               size_t capacity, size_t* needed,
                                               certrules_error* error);
CERTRULES_API int32_t certrules_disclosures_json(const certrules_book* book, const char* text,
                                                 size_t size, int32_t on, int32_t known,
                                                 char* buffer, size_t capacity, size_t* needed,
                                                 certrules_error* error);

/* The deadlines of that standing as iCalendar (RFC 5545, lines ended by CR LF), stamped with the
 * day `on`. An open one rings `alarm_days` before its last day, 0 to 365 (14 is usual). Arguments
 * and errors as for certrules_replay_json; E_ARGUMENT for other `alarm_days`. */
CERTRULES_API int32_t certrules_calendar(const certrules_book* book, const char* text, size_t size,
                                         int32_t on, int32_t known, int32_t alarm_days,
                                         char* buffer, size_t capacity, size_t* needed,
                                         certrules_error* error);

/* The explanation of a region as JSON. Errors: E_ARGUMENT. */
CERTRULES_API int32_t certrules_explain_json(const certrules_edition* edition, uint32_t region,
                                             char* buffer, size_t capacity, size_t* needed,
                                             certrules_error* error);

/* All words of an edition as one JSON document, for hosts that would rather not ask for them one by
 * one. In each list a word's place is its number. */
CERTRULES_API int32_t certrules_edition_json(const certrules_edition* edition, char* buffer,
                                             size_t capacity, size_t* needed,
                                             certrules_error* error);

/* The built-in editions as a JSON array: name, scheme, edition, title, from, to, reconstructed and
 * hash of each. Loads each of them, so keep the answer. */
CERTRULES_API int32_t certrules_policies_json(char* buffer, size_t capacity, size_t* needed,
                                              certrules_error* error);

/* Runs policy tests, a TOML text (docs/policy-tests.md): those whose name contains `filter`, all of
 * them where it is empty. The results as JSON:
 *     {"passed": 1, "failed": 1, "tests": [{"name": "a review", "line": 3, "cites": [],
 *      "passed": false, "differences": [{"field": "status", "expected": "x", "got": "y"}],
 *      "fired": []}]}
 * A test that fails is no error. `flags` is 0. Allocates while it works.
 * Errors: E_TEXT with line and column in its place, where the text is no set of tests. */
CERTRULES_API int32_t certrules_test_json(const certrules_book* book, const char* tests,
                                          size_t size, const char* filter, size_t filter_size,
                                          uint32_t flags, char* buffer, size_t capacity,
                                          size_t* needed, certrules_error* error);

/* Checks an edition over every case that it can be asked: is there an answer to each, can every
 * rule fire, does worse never earn more, has every status a way in and out (docs/analysis.md). The
 * problems as JSON (docs/schemas/check.schema.json), each with the smallest case that shows it;
 * problems are no error. `flags` is 0. Allocates while it works, which takes tenths of a second for
 * a scheme's edition: give a buffer that will do, rather than asking for the size first.
 * Errors: E_UNSUPPORTED. */
CERTRULES_API int32_t certrules_check_json(const certrules_edition* edition, uint32_t flags,
                                           char* buffer, size_t capacity, size_t* needed,
                                           certrules_error* error);

/* What changes from one edition to another, over every case, as JSON
 * (docs/schemas/diff.schema.json), each difference with the smallest case that shows it. `renamed`
 * (may be empty): words that go by another name in the new edition, "old=new", one a line. `flags`
 * is 0. Allocates while it works, and takes as long as certrules_check_json.
 * Errors: E_TEXT for a line that is no pair, or repeats a word; E_UNKNOWN_NAME for a word that the
 * edition of its side does not have. The place is "renamed", with the line. */
CERTRULES_API int32_t certrules_diff_json(const certrules_edition* old_edition,
                                          const certrules_edition* new_edition, const char* renamed,
                                          size_t size, uint32_t flags, char* buffer,
                                          size_t capacity, size_t* needed, certrules_error* error);

/* What a change of policy does to many cases, as JSON (docs/schemas/impact.schema.json): how many
 * go from which status to which, by rule and region. `cases`: JSON lines, a case each, up to 64
 * MiB; empty lines are passed over. `examples`: lines named for each row of the answer, 0 to 100 (5
 * is usual). A case that a policy refuses is counted so. `flags` is 0. Allocates while it works;
 * time grows with the number of cases. Errors: E_ARGUMENT for other `examples`; for a case that
 * neither policy can read those of certrules_decide_json, with its line. */
CERTRULES_API int32_t certrules_impact_json(const certrules_book* old_book,
                                            const certrules_book* new_book, const char* cases,
                                            size_t size, uint32_t examples, uint32_t flags,
                                            char* buffer, size_t capacity, size_t* needed,
                                            certrules_error* error);

/* ---- deciding over columns ------------------------------------------------------------------- */

/* The same decision for many factories at once, from plain arrays: row i of every column is one
 * case. Findings come as counts, one column for each sort that the event's rules tell apart.
 *
 *     certrules_columns_count(edition, event, &n, &error);          which columns there are
 *     certrules_column_name(edition, event, i, name, sizeof name, NULL, &error);
 *     certrules_column_of(edition, event, &finding, 1, &place, &error);   which counts a finding
 *     certrules_decide_columns(edition, &columns, 0, rows, &decisions, &bad, &error);
 */

/* What a column holds. */
enum {
    CERTRULES_COLUMN_DAY = 1,         /* of the event */
    CERTRULES_COLUMN_AUDIT = 2,       /* word */
    CERTRULES_COLUMN_FEE = 3,         /* word */
    CERTRULES_COLUMN_DECISION = 4,    /* word: a status */
    CERTRULES_COLUMN_MONTHS = 5,      /* of the decision, 1 to 1200; none: as the edition says */
    CERTRULES_COLUMN_FINDINGS = 10,   /* how many findings of one sort */
    CERTRULES_COLUMN_APPLICABLE = 11, /* checkpoints of a section; none: the edition's number */
    CERTRULES_COLUMN_CONFORMING = 12, /* of these, how many conform; none: not given */
    CERTRULES_COLUMN_RATING = 13,     /* of a section, a word; none: not rated */
    CERTRULES_COLUMN_GRADED = 14, /* checkpoints of a section that are of a severity when failed */
    CERTRULES_COLUMN_FACT = 20,   /* its value, as in certrules_fact; none: unknown */
    CERTRULES_COLUMN_CERTIFICATE = 30, /* status; none: no certificate, its days are not read */
    CERTRULES_COLUMN_CERTIFICATE_FIRST_DAY = 31,
    CERTRULES_COLUMN_CERTIFICATE_LAST_DAY = 32, /* none: without end */
    CERTRULES_COLUMN_CYCLE = 33,       /* status; none: no cycle, the next three are not read */
    CERTRULES_COLUMN_CYCLE_SINCE = 34, /* first day of that status */
    CERTRULES_COLUMN_CYCLE_STARTED_ON = 35, /* none: the day of CYCLE_SINCE */
    CERTRULES_COLUMN_CYCLE_AWARD = 36,      /* none: the edition's first certificate */
    CERTRULES_COLUMN_BAR = 37,              /* status; none: no bar, its days are not read */
    CERTRULES_COLUMN_BAR_FIRST_DAY = 38,
    CERTRULES_COLUMN_BAR_LAST_DAY = 39,     /* none: without end */
    CERTRULES_COLUMN_AFTER = 40,            /* status shown when nothing else is */
    CERTRULES_COLUMN_VISITED = 41,          /* CERTRULES_UNKNOWN, _NO or _YES */
    CERTRULES_COLUMN_LAST_CERTIFICATE = 42, /* none: that of CERTIFICATE */
    CERTRULES_COLUMN_CONSECUTIVE = 43,
    CERTRULES_COLUMN_HELD = 44 /* whether the factory ever held a status: 0 or 1; none: 0 */
};

/* How the values of a column are written. None is a bit of `validity` that is 0, or: */
enum {
    CERTRULES_VALUES_NUMBER = 1, /* itself; no value stands for none */
    CERTRULES_VALUES_WORD = 2,   /* its place, from 0; none: -1, in u8 255, in u16 65535 */
    CERTRULES_VALUES_DAY = 3     /* days since 1970-01-01; none: CERTRULES_NO_DAY */
};

typedef struct certrules_column_info {
    uint32_t struct_size;
    int32_t kind;     /* CERTRULES_COLUMN_... */
    int32_t values;   /* CERTRULES_VALUES_... */
    int32_t required; /* 0: it may be left out, which is none in every row */
    int64_t lowest;   /* smallest value that is no error */
    int64_t highest;  /* largest */
    int32_t severity; /* of findings and graded; -1: of none */
    int32_t section;  /* -1: findings of any section */
    int32_t fact;
    int32_t status; /* of held */
    /* Of findings, one that the column counts, as simple as can be: */
    uint64_t tags;
    int32_t transparent;
    int32_t closed;   /* 1: closed */
    uint32_t seen_on; /* sites it was seen on, of `sites` */
    uint32_t sites;   /* 0: the number of sites does not matter */
} certrules_column_info;

/* How many columns an event reads: they are numbered from 0 to this, less one; and one of them.
 * Errors: E_ARGUMENT, E_NO_RULE for an event that no rule hears, E_LIMIT for one that needs more
 * than 512. */
CERTRULES_API int32_t certrules_columns_count(const certrules_edition* edition, int32_t event,
                                              uint32_t* count, certrules_error* error);
CERTRULES_API int32_t certrules_column_describe(const certrules_edition* edition, int32_t event,
                                                uint32_t column, certrules_column_info* out,
                                                certrules_error* error);

/* A column's name ("findings.major.wages"), and back. A name may be longer than that of a word.
 * Errors: E_UNKNOWN_NAME with the nearest one. */
CERTRULES_API int32_t certrules_column_name(const certrules_edition* edition, int32_t event,
                                            uint32_t column, char* buffer, size_t capacity,
                                            size_t* needed, certrules_error* error);
CERTRULES_API int32_t certrules_column_find(const certrules_edition* edition, int32_t event,
                                            const char* name, size_t size, uint32_t* column,
                                            certrules_error* error);

/* Which column counts a finding, on an audit of so many sites (0 counts as 1): its number, or -1
 * where the event's rules do not look at such findings. Closed is what has `closed_on`, whatever
 * the day. Errors: E_ARGUMENT. */
CERTRULES_API int32_t certrules_column_of(const certrules_edition* edition, int32_t event,
                                          const certrules_finding* finding, uint32_t finding_size,
                                          uint32_t sites, int32_t* column, certrules_error* error);

enum { CERTRULES_U8 = 1, CERTRULES_U16 = 2, CERTRULES_I32 = 3, CERTRULES_I64 = 4 };

/* An array for one column: row i lies at data + i * stride bytes, aligned or not. */
typedef struct certrules_column {
    uint32_t column; /* its number */
    int32_t type;    /* CERTRULES_U8, ... */
    const void* data;
    int64_t stride;           /* 0: the same value in every row */
    const uint8_t* validity;  /* bit validity_offset + i, lowest first; NULL: all are known */
    uint64_t validity_offset; /* in bits */
} certrules_column;

enum { CERTRULES_BLOCK_NONE = 1 /* `none` stands for none */ };

/* Many columns of one type in one array, so that nobody has to make a struct for each: row i of the
 * k-th lies at data + i * row_stride + k * column_stride bytes. */
typedef struct certrules_column_block {
    int32_t type;
    uint32_t flags; /* CERTRULES_BLOCK_... */
    const void* data;
    int64_t row_stride;
    int64_t column_stride;
    const int32_t* columns; /* the number of each; NULL: 0, 1, 2, ... */
    size_t count;
    int64_t none;
} certrules_column_block;

/* How to decide. All give the same answers; a level that the processor lacks is lowered. */
enum {
    CERTRULES_LEVEL_BEST = 0,
    CERTRULES_LEVEL_ROWS = 1, /* one row after the other, without vectors */
    CERTRULES_LEVEL_BASELINE = 2,
    CERTRULES_LEVEL_AVX2 = 3,
    CERTRULES_LEVEL_AVX512 = 4
};

/* The level that BEST stands for on this processor. */
CERTRULES_API int32_t certrules_column_level(void);

/* The cases, by column: each column once at most, each required one among them. */
typedef struct certrules_columns {
    uint32_t struct_size;
    int32_t event;        /* CERTRULES_EVENT_... */
    int32_t level;        /* CERTRULES_LEVEL_... */
    uint32_t column_size; /* sizeof(certrules_column), if there are any; likewise */
    uint32_t block_size;
    uint32_t reserved;               /* 0 */
    const certrules_column* columns; /* up to 512 */
    size_t column_count;
    const certrules_column_block* blocks; /* up to 64 */
    size_t block_count;
} certrules_columns;

/* No region: a row whose values are bad reached none. */
#define CERTRULES_NO_REGION 4294967295U

/* Where the answers go; NULL: not wanted. Element i is of row i. */
typedef struct certrules_decisions {
    uint32_t struct_size;
    uint32_t reserved;  /* 0 */
    int8_t* status;     /* -1: nothing to show, or an error */
    int32_t* first_day; /* CERTRULES_NO_DAY where the status has no end, or an error */
    int32_t* last_day;
    uint32_t* region; /* CERTRULES_NO_REGION for a bad row; of a refusal, the one that refused */
    int16_t* error;   /* CERTRULES_OK, or the code that certrules_decide gives for that case */
} certrules_decisions;

/* Decides rows `first` to `first + rows - 1`: each as certrules_decide would the case that it
 * spells. A row with a bad value, or refused, gets its code and stops nothing; `bad` (may be NULL)
 * receives how many rows have one. Allocates nothing unless the call itself fails. Many threads may
 * decide ranges of the same columns into the same outputs at once.
 * Errors, with no output touched: E_ARGUMENT, E_NULL, E_MISSING for a required column that is not
 * there, E_NO_RULE for an event that no rule hears, E_LIMIT. */
CERTRULES_API int32_t certrules_decide_columns(const certrules_edition* edition,
                                               const certrules_columns* columns, size_t first,
                                               size_t rows, const certrules_decisions* out,
                                               size_t* bad, certrules_error* error);

/* The same by the Arrow C data interface, whose structs the host declares: `array` is a struct
 * array whose children are the columns, by their names; uint8, uint16, int32, int64 or date32, with
 * their offsets and validity, each as certrules_column says. Both stay the host's, unreleased.
 * `out_schema` and `out_array` receive a struct array of as many rows: "status" (int8),
 * "first_day" and "last_day" (date32), "region" (uint32), each null where there is none, and
 * "error" (int16). The host releases them; children may be moved out. Unlike the other doors it
 * allocates the answers, with the process's memory. `level` is a CERTRULES_LEVEL_... Errors, with
 * no output touched: those of certrules_decide_columns; E_UNKNOWN_NAME for a child that is no
 * column; E_ARGUMENT for a row that is null as a whole, another type, a dictionary. */
struct ArrowSchema;
struct ArrowArray;
CERTRULES_API int32_t certrules_decide_arrow(const certrules_edition* edition, int32_t event,
                                             int32_t level, const struct ArrowSchema* schema,
                                             const struct ArrowArray* array,
                                             struct ArrowSchema* out_schema,
                                             struct ArrowArray* out_array, size_t* bad,
                                             certrules_error* error);

#ifdef __cplusplus
}
#endif

#endif /* CERTRULES_H */
