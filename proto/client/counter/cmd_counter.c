/* SPDX-License-Identifier: Apache-2.0 */
/* seal check, proof check: answered from the stored list, without a gateway.
 * What is asked is written nowhere. */
#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/counter/cmd.h"
#include "proto/client/counter/counter.h"
#include "proto/client/counter/slip.h"

#define ARENA_LIMIT ((size_t) 256 << 20)
#define OLD_DAYS 30

enum form { FORM_SHORT, FORM_SLIP, FORM_HTML };

/* Says on stderr what makes the stored list doubtful. */
static void
tell_age(const struct dg_cli *cli, const struct dg_stored *stored)
{
    int age = cli->today - dg_date_of_instant(stored->fetched_us);
    char day[DG_DATE_SIZE];
    if (age > OLD_DAYS) {
        dg_cli_fail(cli, DG_EXIT_OK,
                    _("warning: the list was fetched %d days ago; fetch it "
                      "again"),
                    age);
    }
    for (unsigned i = 0; i < stored->layer_count; i++) {
        const struct dg_stored_layer *layer = &stored->layers[i];
        if (layer->to < cli->today) {
            dg_date_format(layer->to, day);
            dg_cli_fail(cli, DG_EXIT_OK,
                        _("warning: %.*s %.*s was in force until %s; fetch it "
                          "again"),
                        DG_STR_ARG(layer->list), DG_STR_ARG(layer->version),
                        day);
        }
    }
}

static void
put_age(const struct dg_cli *cli, const struct dg_stored *stored,
        struct dg_buf *out)
{
    int32_t fetched = dg_date_of_instant(stored->fetched_us);
    int age = cli->today - fetched;
    char day[DG_DATE_SIZE];
    dg_date_format(fetched, day);
    if (age <= 0) {
        dg_buf_printf(out, _("by the list fetched today, %s\n"), day);
    } else {
        dg_buf_printf(out,
                      P_("by the list fetched on %s, %d day ago\n",
                         "by the list fetched on %s, %d days ago\n",
                         (unsigned long) age),
                      day, age);
    }
}

static int
status_of(const struct dg_counter *counter)
{
    static const int statuses[] = {[DG_STORED_STAMP] = DG_EXIT_OK,
                                   [DG_STORED_NO_STAMP] = DG_EXIT_REFUSED,
                                   [DG_STORED_DECLARATION] = DG_EXIT_DEFERRED};
    return counter->outcome == DG_COUNTER_UNSURE ? DG_EXIT_DATA
                                                 : statuses[counter->verdict];
}

static void
put_json(const struct dg_stored *stored, const struct dg_counter *counter,
         struct dg_buf *out)
{
    struct dg_json_writer *writer;
    struct dg_str text;
    if (dg_json_writer_create(&writer) == DG_OK) {
        dg_counter_put(stored, counter, writer);
        if (dg_json_writer_text(writer, &text) == DG_OK) {
            dg_buf_str(out, text);
            dg_buf_u8(out, '\n');
        }
        dg_json_writer_destroy(writer);
    }
}

static int
answer(const struct dg_cli *cli, const struct dg_stored *stored,
       const struct dg_counter *counter, enum form form)
{
    const struct dg_slip slip = {stored, counter, cli->today};
    struct dg_buf out;
    dg_buf_init(&out);
    tell_age(cli, stored);
    if (cli->json) {
        put_json(stored, counter, &out);
    } else if (form == FORM_SHORT || counter->outcome == DG_COUNTER_UNSURE) {
        dg_counter_show(stored, counter, &out);
        put_age(cli, stored, &out);
    } else if (form == FORM_SLIP) {
        dg_slip_put_text(&slip, &out);
    } else {
        dg_slip_put_html(&slip, &out);
    }
    dg_cli_flush(&out);
    dg_buf_finish(&out);
    return status_of(counter);
}

/* Words are joined by blanks, as they were before the shell took them apart. */
static enum dg_err
join(struct dg_buf *words, int count, char **operands)
{
    for (int i = 0; i < count; i++) {
        dg_buf_text(words, i > 0 ? " " : "");
        dg_buf_text(words, operands[i]);
    }
    return words->err;
}

struct check {
    const char *file; /* NULL: where list fetch keeps it */
    enum form form;
    bool proofs;
    struct dg_buf words;
};

static int
check_words(struct dg_cli *cli, const struct check *check,
            struct dg_arena *arena, const char *file)
{
    struct dg_stored stored;
    struct dg_counter counter;
    int status = dg_stored_read(cli, file, arena, &stored);
    if (status) {
        return status;
    }
    struct dg_str words = {check->words.data, check->words.len};
    enum dg_err err =
        dg_counter_ask(&stored, words, check->proofs, cli->today, &counter);
    if (err == DG_ERR_MALFORMED) {
        return dg_cli_fail(cli, DG_EXIT_USAGE, _("arguments must be UTF-8"));
    }
    if (err) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s", _(dg_err_text(err)));
    }
    if (counter.outcome == DG_COUNTER_WORDLESS) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("of what? Name the paper, or its code"));
    }
    return answer(cli, &stored, &counter, check->form);
}

static int
run_check(struct dg_cli *cli, const struct check *check)
{
    struct dg_arena arena;
    struct dg_buf path;
    dg_buf_init(&path);
    dg_arena_init(&arena, ARENA_LIMIT);
    int status = check->file ? DG_EXIT_OK : dg_stored_path(cli, false, &path);
    if (!status) {
        status = check_words(cli, check, &arena,
                             check->file ? check->file : path.data);
    }
    if (status == DG_EXIT_NO_INPUT && !check->file) {
        dg_cli_fail(cli, DG_EXIT_NO_INPUT,
                    _("no list is stored yet: dutygate list fetch"));
    }
    dg_arena_finish(&arena);
    dg_buf_finish(&path);
    return status;
}

static int
parse_form(const struct dg_cli *cli, const char *slip, enum form *form)
{
    *form = FORM_SHORT;
    if (slip && strcmp(slip, "html") == 0) {
        *form = FORM_HTML;
    } else if (slip && strcmp(slip, "text") == 0) {
        *form = FORM_SLIP;
    } else if (slip) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("\"%s\" is no kind of slip: text or html"), slip);
    }
    return DG_EXIT_OK;
}

/* "--slip" alone means text; a value stands behind "=" only, so that the next
 * word is never taken for one. */
static void
complete_slip(int argc, char **argv)
{
    static char text[] = "--slip=text";
    for (int i = 1; i < argc && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "--list-file") == 0) {
            i++;
        } else if (strcmp(argv[i], "--slip") == 0) {
            argv[i] = text;
        }
    }
}

static int
check(struct dg_cli *cli, int argc, char **argv, bool proofs)
{
    struct check c = {.proofs = proofs};
    const char *slip = NULL;
    const struct dg_option options[] = {{"list-file", NULL, &c.file},
                                        {"slip", NULL, &slip},
                                        {NULL, NULL, NULL}};
    int first;
    complete_slip(argc, argv);
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, INT32_MAX,
                            argv + first) ||
        parse_form(cli, slip, &c.form)) {
        return DG_EXIT_USAGE;
    }
    dg_buf_init(&c.words);
    int status = DG_EXIT_UNAVAILABLE;
    if (join(&c.words, argc - first, argv + first)) {
        dg_cli_fail_memory(cli);
    } else {
        status = run_check(cli, &c);
    }
    dg_buf_finish(&c.words);
    return status;
}

int
dg_cmd_counter_seal(struct dg_cli *cli, int argc, char **argv)
{
    return check(cli, argc, argv, false);
}

int
dg_cmd_counter_proof(struct dg_cli *cli, int argc, char **argv)
{
    return check(cli, argc, argv, true);
}
