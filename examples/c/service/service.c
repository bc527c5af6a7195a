/* A small compliance service: it keeps what happened to factories in a database of its own, and
 * answers with verdicts, standings and calendars over HTTP, on this machine alone.
 *
 *     service DATABASE [PORT]    PORT 0, the default: any free one; it is printed
 *
 * The library decides; the service stores, asks and passes on. README.md has the requests.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certrules.h"

enum { MOST_BODY = 1 << 20, MOST_ID = 64, ALARM_DAYS = 14 };

struct service {
    sqlite3* database;
    certrules_book* book;
};

/* ---- answers ------------------------------------------------------------------------------- */

/* What goes back. `text` is malloc's; NULL only where memory ran out. */
struct reply {
    unsigned status;
    const char* type;
    char* text;
};

static const char* const json_type = "application/json";

static char* copied(const char* text) {
    const size_t size = strlen(text) + 1;
    char* copy = malloc(size);
    if (copy != NULL)
        memcpy(copy, text, size);
    return copy;
}

static struct reply answer(unsigned status, char* text) {
    struct reply r = {status, json_type, text};
    return r;
}

/* ---- the database -------------------------------------------------------------------------- */

static const char* const schema =
    "PRAGMA journal_mode = WAL;"
    "CREATE TABLE IF NOT EXISTS event ("
    "  factory TEXT NOT NULL, place INTEGER NOT NULL, document TEXT NOT NULL,"
    "  PRIMARY KEY (factory, place)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS verdict ("
    "  id INTEGER PRIMARY KEY, factory TEXT NOT NULL, question TEXT NOT NULL,"
    "  answer TEXT NOT NULL);";

/* Runs a statement with up to three texts for ?1, ?2 and ?3. `out`, if given, receives the first
 * column of the first row, or NULL; free it. Returns an SQLite code. */
static int query(sqlite3* database, const char* sql, const char* a, const char* b, const char* c,
                 char** out) {
    const char* texts[3];
    sqlite3_stmt* statement = NULL;
    int code = sqlite3_prepare_v2(database, sql, -1, &statement, NULL);
    int i;
    texts[0] = a;
    texts[1] = b;
    texts[2] = c;
    if (out != NULL)
        *out = NULL;
    for (i = 0; i < 3 && code == SQLITE_OK; ++i)
        if (texts[i] != NULL)
            code = sqlite3_bind_text(statement, i + 1, texts[i], -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        const char* text = (const char*)sqlite3_column_text(statement, 0);
        code = SQLITE_DONE;
        if (out != NULL && text != NULL && (*out = copied(text)) == NULL)
            code = SQLITE_NOMEM;
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* An error as a document. SQLite writes the JSON, so that quotes and the like come out right. */
static struct reply failure(struct service* s, unsigned status, const char* error,
                            const char* place, const char* message) {
    char* text = NULL;
    query(s->database, "SELECT json_object('error', ?1, 'place', ?2, 'message', ?3)", error, place,
          message, &text);
    return answer(status, text);
}

static struct reply database_failure(struct service* s) {
    return failure(s, MHD_HTTP_INTERNAL_SERVER_ERROR, "database", "", sqlite3_errmsg(s->database));
}

/* A code of the library as a status of HTTP. */
static struct reply refusal(struct service* s, int32_t code, const certrules_error* error) {
    const unsigned status = code == CERTRULES_E_REFUSED     ? MHD_HTTP_CONFLICT
                            : code == CERTRULES_E_NO_MEMORY ? MHD_HTTP_SERVICE_UNAVAILABLE
                            : code >= CERTRULES_E_INTERNAL  ? MHD_HTTP_INTERNAL_SERVER_ERROR
                                                            : MHD_HTTP_BAD_REQUEST;
    return failure(s, status, certrules_error_name(code), error->place, error->message);
}

/* A factory's events as the history that the library reads; NULL where there are none. */
static int history_of(struct service* s, const char* factory, char** history) {
    return query(s->database,
                 "SELECT json_object('factory', ?1, 'events', json_group_array(json(document)))"
                 " FROM (SELECT document FROM event WHERE factory = ?1 ORDER BY place)"
                 " HAVING count(*) > 0",
                 factory, NULL, NULL, history);
}

/* ---- asking the library -------------------------------------------------------------------- */

/* The doors that take a history have one form. */
typedef int32_t (*history_door)(const certrules_book* book, const char* text, size_t size,
                                int32_t on, int32_t known, char* buffer, size_t capacity,
                                size_t* needed, certrules_error* error);

static int32_t calendar_door(const certrules_book* book, const char* text, size_t size, int32_t on,
                             int32_t known, char* buffer, size_t capacity, size_t* needed,
                             certrules_error* error) {
    return certrules_calendar(book, text, size, on, known, ALARM_DAYS, buffer, capacity, needed,
                              error);
}

static const struct question {
    const char* name;
    history_door door;
    const char* type;
} questions[] = {
    {"standing", certrules_replay_json, "application/json"},
    {"deadlines", certrules_deadlines_json, "application/json"},
    {"fees", certrules_fees_json, "application/json"},
    {"disclosures", certrules_disclosures_json, "application/json"},
    {"calendar", calendar_door, "text/calendar; charset=utf-8"},
};

enum { FIRST_ROOM = 16384 };

/* Most answers fit the first buffer; one that does not says what it needs. */
static int32_t ask_history(const struct service* s, history_door door, const char* history,
                           int32_t on, int32_t known, char** out, certrules_error* error) {
    size_t room = FIRST_ROOM;
    for (;;) {
        char* text = malloc(room);
        int32_t code = CERTRULES_E_NO_MEMORY;
        if (text != NULL)
            code = door(s->book, history, strlen(history), on, known, text, room, &room, error);
        if (code == CERTRULES_OK) {
            *out = text;
            return code;
        }
        free(text);
        if (code != CERTRULES_E_BUFFER)
            return code;
    }
}

static int32_t ask_verdict(const struct service* s, const char* question, char** out,
                           certrules_error* error) {
    size_t room = FIRST_ROOM;
    for (;;) {
        char* text = malloc(room);
        int32_t code = CERTRULES_E_NO_MEMORY;
        if (text != NULL)
            code = certrules_decide_json(s->book, question, strlen(question), 0, text, room, &room,
                                         error);
        if (code == CERTRULES_OK) {
            *out = text;
            return code;
        }
        free(text);
        if (code != CERTRULES_E_BUFFER)
            return code;
    }
}

/* ---- requests ------------------------------------------------------------------------------ */

static struct reply no_factory(struct service* s) {
    return failure(s, MHD_HTTP_NOT_FOUND, "not found", "", "nothing is known of that factory");
}

/* GET /factories */
static struct reply list_factories(struct service* s) {
    char* text = NULL;
    if (query(s->database,
              "SELECT json_group_array(factory)"
              " FROM (SELECT DISTINCT factory FROM event ORDER BY factory)",
              NULL, NULL, NULL, &text) != SQLITE_OK)
        return database_failure(s);
    return answer(MHD_HTTP_OK, text);
}

/* GET /factories/F/standing?on=DATE[&known=DATE], and the other questions. */
static struct reply ask(struct service* s, struct MHD_Connection* connection, const char* factory,
                        const struct question* q) {
    certrules_error error = CERTRULES_ERROR_INIT;
    const char* on_text = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "on");
    const char* known_text =
        MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "known");
    int32_t on = 0;
    int32_t known = CERTRULES_NO_DAY;
    int32_t code;
    char* history = NULL;
    struct reply r = {MHD_HTTP_OK, NULL, NULL};
    if (on_text == NULL)
        return failure(s, MHD_HTTP_BAD_REQUEST, "missing", "on", "the day asked about is missing");
    code = certrules_day_parse(on_text, strlen(on_text), &on, &error);
    if (code == CERTRULES_OK && known_text != NULL)
        code = certrules_day_parse(known_text, strlen(known_text), &known, &error);
    if (code != CERTRULES_OK)
        return refusal(s, code, &error);
    if (history_of(s, factory, &history) != SQLITE_OK)
        return database_failure(s);
    if (history == NULL)
        return no_factory(s);
    code = ask_history(s, q->door, history, on, known, &r.text, &error);
    free(history);
    if (code != CERTRULES_OK)
        return refusal(s, code, &error);
    r.type = q->type;
    return r;
}

/* What is stored must replay: the event goes in, the whole history is asked, and what the library
 * refuses goes out again. */
static struct reply add_event_within(struct service* s, const char* factory, const char* event) {
    certrules_error error = CERTRULES_ERROR_INIT;
    char* history = NULL;
    char* standing = NULL;
    char* valid = NULL;
    char* count = NULL;
    int32_t last_day = 0;
    int32_t code;
    int is_json;
    if (query(s->database, "SELECT json_valid(?1)", event, NULL, NULL, &valid) != SQLITE_OK)
        return database_failure(s);
    is_json = valid != NULL && strcmp(valid, "1") == 0;
    free(valid);
    if (!is_json)
        return failure(s, MHD_HTTP_BAD_REQUEST, "not JSON", "", "expected one event");
    if (query(s->database,
              "INSERT INTO event SELECT ?1, count(*), ?2 FROM event WHERE factory = ?1", factory,
              event, NULL, NULL) != SQLITE_OK ||
        history_of(s, factory, &history) != SQLITE_OK)
        return database_failure(s);
    certrules_day_parse("2999-12-31", 10, &last_day, NULL);
    code = ask_history(s, certrules_replay_json, history, last_day, CERTRULES_NO_DAY, &standing,
                       &error);
    free(standing);
    free(history);
    if (code != CERTRULES_OK)
        return refusal(s, code, &error);
    if (query(s->database,
              "SELECT json_object('factory', ?1, 'events', count(*)) FROM event"
              " WHERE factory = ?1",
              factory, NULL, NULL, &count) != SQLITE_OK)
        return database_failure(s);
    return answer(MHD_HTTP_CREATED, count);
}

/* POST /factories/F/events */
static struct reply add_event(struct service* s, const char* factory, const char* event) {
    struct reply r;
    if (query(s->database, "BEGIN IMMEDIATE", NULL, NULL, NULL, NULL) != SQLITE_OK)
        return database_failure(s);
    r = add_event_within(s, factory, event);
    if (r.status != MHD_HTTP_CREATED) {
        query(s->database, "ROLLBACK", NULL, NULL, NULL, NULL);
    } else if (query(s->database, "COMMIT", NULL, NULL, NULL, NULL) != SQLITE_OK) {
        free(r.text);
        r = database_failure(s);
        query(s->database, "ROLLBACK", NULL, NULL, NULL, NULL);
    }
    return r;
}

/* The case with the factory's own state on that day, where it brings none. */
static struct reply complete_case(struct service* s, const char* factory, const char* body,
                                  char** question) {
    certrules_error error = CERTRULES_ERROR_INIT;
    struct reply fine = {MHD_HTTP_OK, NULL, NULL};
    char* on_text = NULL;
    char* history = NULL;
    char* standing = NULL;
    int32_t on = 0;
    int32_t code;
    int stored;
    if (query(s->database, "SELECT iif(json_valid(?1), json_extract(?1, '$.on'), NULL)", body, NULL,
              NULL, &on_text) != SQLITE_OK)
        return database_failure(s);
    if (on_text == NULL)
        return failure(s, MHD_HTTP_BAD_REQUEST, "missing", "on", "expected a case with its day");
    code = certrules_day_parse(on_text, strlen(on_text), &on, &error);
    free(on_text);
    if (code != CERTRULES_OK)
        return refusal(s, code, &error);
    if (history_of(s, factory, &history) != SQLITE_OK)
        return database_failure(s);
    if (history == NULL)
        return no_factory(s);
    code = ask_history(s, certrules_replay_json, history, on, CERTRULES_NO_DAY, &standing, &error);
    free(history);
    if (code != CERTRULES_OK)
        return refusal(s, code, &error);
    stored = query(s->database,
                   "SELECT json_insert(?1, '$.state', json_object("
                   " 'held', ?2 -> '$.held', 'certificate', ?2 -> '$.certificate',"
                   " 'cycle', ?2 -> '$.cycle', 'bar', ?2 -> '$.bar'))",
                   body, standing, NULL, question);
    free(standing);
    return stored == SQLITE_OK ? fine : database_failure(s);
}

/* POST /factories/F/verdicts: decides, and keeps question and answer. */
static struct reply add_verdict(struct service* s, const char* factory, const char* body) {
    certrules_error error = CERTRULES_ERROR_INIT;
    char* question = NULL;
    char* verdict = NULL;
    int32_t code;
    int stored;
    struct reply r = complete_case(s, factory, body, &question);
    if (r.status != MHD_HTTP_OK)
        return r;
    code = ask_verdict(s, question, &verdict, &error);
    if (code != CERTRULES_OK) {
        free(question);
        return refusal(s, code, &error);
    }
    stored =
        query(s->database, "INSERT INTO verdict (factory, question, answer) VALUES (?1, ?2, ?3)",
              factory, question, verdict, NULL);
    free(question);
    if (stored != SQLITE_OK) {
        free(verdict);
        return database_failure(s);
    }
    return answer(MHD_HTTP_CREATED, verdict);
}

/* GET /factories/F/verdicts */
static struct reply list_verdicts(struct service* s, const char* factory) {
    char* text = NULL;
    if (query(s->database,
              "SELECT json_group_array(json_object('id', id, 'question', json(question),"
              " 'answer', json(answer)))"
              " FROM (SELECT * FROM verdict WHERE factory = ?1 ORDER BY id)",
              factory, NULL, NULL, &text) != SQLITE_OK)
        return database_failure(s);
    return answer(MHD_HTTP_OK, text);
}

/* ---- HTTP ---------------------------------------------------------------------------------- */

/* A request's body, as it comes in. */
struct body {
    char* text;
    size_t size;
    int too_large;
};

static void take_part(struct body* body, const char* part, size_t size) {
    char* larger = NULL;
    if (!body->too_large && size <= MOST_BODY - body->size)
        larger = realloc(body->text, body->size + size + 1);
    if (larger == NULL) {
        body->too_large = 1;
        return;
    }
    memcpy(larger + body->size, part, size);
    body->text = larger;
    body->size += size;
    body->text[body->size] = '\0';
}

/* "/factories/F/WHAT": F of letters, digits, '-' and '_'. */
static int split(const char* url, char factory[MOST_ID + 1], const char** what) {
    static const char head[] = "/factories/";
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t length;
    if (strncmp(url, head, sizeof head - 1) != 0)
        return 0;
    url += sizeof head - 1;
    length = strspn(url, letters);
    if (length == 0 || length > MOST_ID || url[length] != '/')
        return 0;
    memcpy(factory, url, length);
    factory[length] = '\0';
    *what = url + length + 1;
    return 1;
}

static struct reply route(struct service* s, struct MHD_Connection* connection, const char* method,
                          const char* url, const struct body* body) {
    const int get = strcmp(method, "GET") == 0;
    const int post = strcmp(method, "POST") == 0;
    const char* text = body->text != NULL ? body->text : "";
    const char* what = NULL;
    char factory[MOST_ID + 1];
    size_t i;
    if (!get && !post)
        return failure(s, MHD_HTTP_METHOD_NOT_ALLOWED, "method", "", "expected GET or POST");
    if (body->too_large)
        return failure(s, MHD_HTTP_CONTENT_TOO_LARGE, "too large", "", "a body of at most 1 MiB");
    /* A NUL would hide what follows it. */
    if (strlen(text) != body->size)
        return failure(s, MHD_HTTP_BAD_REQUEST, "not JSON", "", "the body holds a NUL");
    if (get && strcmp(url, "/factories") == 0)
        return list_factories(s);
    if (split(url, factory, &what)) {
        for (i = 0; get && i < sizeof questions / sizeof *questions; ++i)
            if (strcmp(what, questions[i].name) == 0)
                return ask(s, connection, factory, &questions[i]);
        if (strcmp(what, "verdicts") == 0)
            return post ? add_verdict(s, factory, text) : list_verdicts(s, factory);
        if (post && strcmp(what, "events") == 0)
            return add_event(s, factory, text);
    }
    return failure(s, MHD_HTTP_NOT_FOUND, "not found", "", "no such request: see README.md");
}

static enum MHD_Result handle(void* context, struct MHD_Connection* connection, const char* url,
                              const char* method, const char* version, const char* part,
                              size_t* part_size, void** state) {
    struct body* body = *state;
    struct MHD_Response* response;
    struct reply r;
    enum MHD_Result result;
    (void)version;
    if (body == NULL) { /* the head alone has come */
        *state = calloc(1, sizeof *body);
        return *state != NULL ? MHD_YES : MHD_NO;
    }
    if (*part_size > 0) {
        take_part(body, part, *part_size);
        *part_size = 0;
        return MHD_YES;
    }
    r = route(context, connection, method, url, body);
    if (r.text == NULL)
        r = answer(MHD_HTTP_SERVICE_UNAVAILABLE, copied("{}"));
    if (r.text == NULL)
        return MHD_NO;
    response = MHD_create_response_from_buffer(strlen(r.text), r.text, MHD_RESPMEM_MUST_FREE);
    if (response == NULL) {
        free(r.text);
        return MHD_NO;
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, r.type);
    result = MHD_queue_response(connection, r.status, response);
    MHD_destroy_response(response);
    return result;
}

static void completed(void* context, struct MHD_Connection* connection, void** state,
                      enum MHD_RequestTerminationCode why) {
    struct body* body = *state;
    (void)context;
    (void)connection;
    (void)why;
    if (body != NULL)
        free(body->text);
    free(body);
    *state = NULL;
}

/* Serves until it is asked to end. One thread answers, one request after the other. */
static int serve(struct service* s, unsigned short port) {
    struct sockaddr_in address;
    struct MHD_Daemon* daemon;
    const union MHD_DaemonInfo* info;
    sigset_t signals;
    int signal = 0;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL); /* before the thread starts, which inherits it */
    daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ERROR_LOG, port, NULL, NULL,
                              handle, s, MHD_OPTION_SOCK_ADDR, (struct sockaddr*)&address,
                              MHD_OPTION_NOTIFY_COMPLETED, completed, NULL,
                              MHD_OPTION_CONNECTION_TIMEOUT, 10U, MHD_OPTION_END);
    if (daemon == NULL) {
        fprintf(stderr, "service: cannot listen on 127.0.0.1:%u\n", (unsigned)port);
        return 1;
    }
    info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    printf("listening on http://127.0.0.1:%u\n", info != NULL ? (unsigned)info->port : port);
    fflush(stdout);
    sigwait(&signals, &signal);
    MHD_stop_daemon(daemon);
    return 0;
}

int main(int argc, char** argv) {
    struct service s = {NULL, NULL};
    certrules_error error = CERTRULES_ERROR_INIT;
    char* end = NULL;
    unsigned long port = argc > 2 ? strtoul(argv[2], &end, 10) : 0;
    int status = 1;
    if (argc < 2 || argc > 3 || port > 65535 || (end != NULL && (end == argv[2] || *end != '\0'))) {
        fprintf(stderr, "usage: service DATABASE [PORT]\n");
        return 2;
    }
    if (certrules_abi_version() != CERTRULES_ABI_VERSION)
        fprintf(stderr, "service: built for another ABI of certrules\n");
    else if (certrules_book_builtin("escp", 4, NULL, &s.book, &error) != CERTRULES_OK)
        fprintf(stderr, "service: %s\n", error.message);
    else if (sqlite3_open(argv[1], &s.database) != SQLITE_OK ||
             sqlite3_exec(s.database, schema, NULL, NULL, NULL) != SQLITE_OK)
        fprintf(stderr, "service: %s: %s\n", argv[1],
                s.database != NULL ? sqlite3_errmsg(s.database) : "out of memory");
    else
        status = serve(&s, (unsigned short)port);
    sqlite3_close(s.database);
    certrules_book_free(s.book);
    return status;
}
