/* SPDX-License-Identifier: Apache-2.0 */
/* Decides in which order an export is read, replayed, decided again and asked,
 * and what is printed of it. */
#include "gateway/recompute/recompute.h"

#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "gateway/core/log.h"
#include "gateway/recompute/again.h"
#include "gateway/recompute/recorded.h"
#include "proto/base/i18n.h"
#include "proto/codec/json_writer.h"

#define BURDEN_READ "dutygate.burden.read.v1"
#define PROGRESS_NS INT64_C(200000000)
#define PROGRESS_EVERY 4096 /* entries */

struct run {
    const struct dg_recompute *order;
    struct dg_store *store;
    struct dg_recorded recorded;
    struct dg_str params, reader;
    struct dg_buf why; /* of a failure; of an answer that is none: problem */
    struct dg_buf problem;
    const char *doing; /* for the progress */
    bool terminal, shown;
    int64_t shown_ns;
    struct dg_buf answers[3]; /* as it was, again, under the list */
    struct dg_again_counts counts[2];
};

/* ---- progress --------------------------------------------------------------
 */

static void
show_progress(struct run *run, uint64_t entries)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    int64_t now_ns = (int64_t) t.tv_sec * 1000000000 + t.tv_nsec;
    if (now_ns - run->shown_ns < PROGRESS_NS) {
        return;
    }
    fputc('\r', stderr);
    fprintf(stderr, _("%s: %llu of %llu entries"), _(run->doing),
            (unsigned long long) entries,
            (unsigned long long) run->recorded.entries);
    run->shown_ns = now_ns;
    run->shown = true;
}

static void
clear_progress(struct run *run)
{
    if (run->shown) {
        fputs("\r\033[K", stderr);
        run->shown = false;
    }
}

static void
handle_entry(void *ctx, const struct dg_header *header)
{
    struct run *run = ctx;
    if (run->terminal && header->sequence % PROGRESS_EVERY == 0) {
        show_progress(run, header->sequence);
    }
}

static void
handle_progress(void *ctx, uint64_t entries)
{
    struct run *run = ctx;
    if (run->terminal) {
        show_progress(run, entries);
    }
}

/* ---- as it was --------------------------------------------------------------
 */

static struct dg_str
text_of(const struct dg_buf *buf)
{
    return (struct dg_str){buf->data, buf->len};
}

static enum dg_err
note_versions(struct run *run, const struct dg_asker *asker)
{
    struct dg_json_writer *writer;
    struct dg_str loaded;
    struct dg_buf notes;
    enum dg_err err = dg_json_writer_create(&writer);
    if (err != DG_OK) {
        return err;
    }
    dg_buf_init(&notes);
    dg_json_open_object(writer);
    dg_flow_describe(asker->flow, writer);
    dg_json_close_object(writer);
    err = dg_json_writer_text(writer, &loaded);
    if (err == DG_OK) {
        dg_recorded_compare(&run->recorded, loaded, &notes);
        fprintf(stderr, "%.*s", (int) notes.len, notes.len ? notes.data : "");
    }
    dg_buf_finish(&notes);
    dg_json_writer_destroy(writer);
    return err;
}

/* ---- questions
 * --------------------------------------------------------------- */

/* The question for the page behind an answer; false: there is none. */
static bool
turn_page(struct dg_str params, struct dg_str answer, struct dg_buf *next)
{
    struct dg_arena arena;
    struct dg_json_error error;
    const struct dg_json *asked, *answered;
    bool turned = false;
    dg_arena_init(&arena, SIZE_MAX);
    if (dg_json_parse(&arena, params, &asked, &error) == DG_OK &&
        dg_json_parse(&arena, answer, &answered, &error) == DG_OK &&
        !dg_json_get(asked, "after")) {
        const struct dg_json *after = dg_json_get(answered, "next");
        turned = after != NULL;
        if (turned) {
            dg_buf_clear(next);
            dg_buf_append(next, params.data, asked->end - 1);
            dg_buf_text(next, asked->count ? ",\"after\":" : "\"after\":");
            dg_buf_append(next, answer.data + after->start,
                          after->end - after->start);
            dg_buf_text(next, "}");
        }
    }
    dg_arena_finish(&arena);
    return turned;
}

/* One page, or all, a line each. */
static enum dg_err
ask_pages(struct run *run, struct dg_asker *asker, struct dg_buf *out)
{
    struct dg_buf question, answer;
    dg_buf_init(&question);
    dg_buf_init(&answer);
    dg_buf_str(&question, run->params);
    enum dg_err err;
    bool more;
    do {
        dg_buf_clear(&answer);
        err = dg_asker_ask(asker, BURDEN_READ, text_of(&question), &answer);
        dg_buf_text(out, out->len ? "\n" : "");
        dg_buf_str(out, text_of(&answer));
        more = err == DG_OK && run->order->pages &&
               turn_page(run->params, text_of(&answer), &question);
    } while (more && question.err == DG_OK);
    err = err == DG_OK ? question.err : err;
    dg_buf_finish(&answer);
    dg_buf_finish(&question);
    return err == DG_OK ? out->err : err;
}

/* The clock stands at the journal's last entry, so that it is the same figures
 * whenever they are asked for. */
static enum dg_err
open_asker(struct run *run, struct dg_asker *asker, bool copy, bool shut)
{
    const struct dg_buf *conf =
        shut ? &run->recorded.shut : &run->recorded.text;
    *asker = (struct dg_asker){
        .now_us = copy ? run->recorded.last_us : run->recorded.first_us,
        .reader = run->reader,
        .problem = &run->problem,
        .handle_entry = copy ? handle_entry : NULL,
        .ctx = run,
    };
    return dg_asker_open(asker, run->order->file, text_of(conf),
                         copy ? run->order->file : NULL, &run->why);
}

static enum dg_err
ask_copy(struct run *run)
{
    struct dg_asker asker;
    run->doing = N_("replayed");
    enum dg_err err = open_asker(run, &asker, true, false);
    clear_progress(run);
    if (err != DG_OK) {
        return err;
    }
    err = note_versions(run, &asker);
    if (err == DG_OK) {
        err = ask_pages(run, &asker, &run->answers[0]);
    }
    dg_asker_close(&asker);
    return err;
}

/* ---- again ------------------------------------------------------------------
 */

static enum dg_err
ask_again(struct run *run, const struct dg_sheet *sheet, size_t which)
{
    struct dg_asker asker;
    run->doing =
        sheet ? N_("decided under the list") : N_("decided again as it was");
    enum dg_err err =
        open_asker(run, &asker, false, sheet && run->order->enforce);
    if (err != DG_OK) {
        return err;
    }
    const struct dg_again again = {.asker = &asker,
                                   .store = run->store,
                                   .sheet = sheet,
                                   .progress = handle_progress,
                                   .ctx = run};
    err = dg_again_run(&again, &run->counts[which]);
    clear_progress(run);
    if (err == DG_OK) {
        err = ask_pages(run, &asker, &run->answers[1 + which]);
    }
    dg_asker_close(&asker);
    return err;
}

static enum dg_err
compare_lists(struct run *run)
{
    struct dg_sheet sheet;
    struct dg_buf list;
    dg_buf_init(&list);
    enum dg_err err =
        dg_recorded_option(&run->recorded, "access_list", "list", &list);
    if (err == DG_OK) {
        err = dg_sheet_open(&sheet, run->order->list, text_of(&list),
                            run->store, &run->why);
    } else if (err == DG_ERR_ABSENT) {
        dg_buf_text(&run->why, _("it was kept without the plugin access_list"));
    }
    dg_buf_finish(&list);
    if (err != DG_OK) {
        return err;
    }
    err = ask_again(run, NULL, 0);
    err = err == DG_OK ? ask_again(run, &sheet, 1) : err;
    dg_sheet_close(&sheet);
    return err;
}

/* ---- what is printed
 * --------------------------------------------------------- */

static void
put_counts(struct dg_buf *out, const struct dg_again_counts *c)
{
    dg_buf_printf(out,
                  "\"events\":{\"decided\":%" PRIu64 ",\"withheld\":%" PRIu64
                  ",\"resting\":%" PRIu64 ",\"repeated\":%" PRIu64
                  ",\"unfit\":%" PRIu64
                  "},\"assignments\":{\"refusednow\":%" PRIu64
                  ",\"admittednow\":%" PRIu64 "}",
                  c->decided, c->withheld, c->resting, c->repeated, c->unfit,
                  c->refused_now, c->admitted_now);
}

static void
put_answers(const struct run *run, struct dg_buf *out)
{
    static const char *const names[] = {"aswas", "again", "underlist"};
    if (!run->order->list) {
        dg_buf_str(out, text_of(&run->answers[0]));
        return;
    }
    for (size_t i = 0; i < 3; i++) {
        dg_buf_printf(out, "%c\"%s\":", i == 0 ? '{' : ',', names[i]);
        dg_buf_str(out, text_of(&run->answers[i]));
    }
    dg_buf_text(out, ",");
    put_counts(out, &run->counts[1]);
    dg_buf_text(out, "}");
}

static enum dg_err
print(const struct run *run)
{
    struct dg_buf out;
    dg_buf_init(&out);
    put_answers(run, &out);
    dg_buf_text(&out, "\n");
    enum dg_err err = out.err;
    if (err == DG_OK && (fwrite(out.data, 1, out.len, stdout) != out.len ||
                         fflush(stdout) != 0)) {
        err = DG_ERR_IO;
    }
    dg_buf_finish(&out);
    return err;
}

/* ---- all
 * --------------------------------------------------------------------- */

static enum dg_err
recompute(struct run *run)
{
    enum dg_err err = dg_store_open_backup("export", run->order->file,
                                           &run->store, &run->why);
    if (err == DG_OK) {
        err = dg_recorded_read(run->store, run->order->plugins, &run->recorded,
                               &run->why);
    }
    if (err != DG_OK) {
        return err;
    }
    run->reader = dg_store_reader(run->store);
    err = ask_copy(run);
    if (err == DG_OK && run->order->list) {
        err = compare_lists(run);
    }
    return err == DG_OK ? print(run) : err;
}

static int
status_of(enum dg_err err)
{
    switch (err) {
    case DG_OK:
        return 0;
    case DG_ERR_CORRUPT:
        return EX_DATAERR;
    case DG_ERR_MALFORMED:
        return EX_USAGE;
    case DG_ERR_ABSENT:
        return EX_NOINPUT;
    case DG_ERR_MEMORY:
        return EX_OSERR;
    case DG_ERR_IO:
        return EX_IOERR;
    default:
        return EX_CONFIG;
    }
}

/* Why it failed: what was said, with the file in front, unless it says. */
static void
complain(const struct run *run, enum dg_err err)
{
    struct dg_str said = text_of(run->problem.len ? &run->problem : &run->why);
    while (said.len > 0 && said.data[said.len - 1] == '\n') {
        said.len--;
    }
    if (said.len == 0) {
        said = dg_str_from(_(dg_err_text(err)));
    }
    bool named = dg_str_starts_with(said, run->order->file);
    fprintf(stderr, "dutygated: %s%s%.*s\n", named ? "" : run->order->file,
            named ? "" : ": ", DG_STR_ARG(said));
}

int
dg_recompute_run(const struct dg_recompute *order)
{
    struct run run = {.order = order,
                      .params = order->params ? dg_str_from(order->params)
                                              : DG_STR("{}"),
                      .terminal = isatty(STDERR_FILENO)};
    dg_log_set_level(DG_LOG_ERROR);
    dg_recorded_init(&run.recorded);
    dg_buf_init(&run.why);
    dg_buf_init(&run.problem);
    for (size_t i = 0; i < 3; i++) {
        dg_buf_init(&run.answers[i]);
    }
    enum dg_err err = recompute(&run);
    clear_progress(&run);
    if (err != DG_OK) {
        complain(&run, err);
    }
    for (size_t i = 0; i < 3; i++) {
        dg_buf_finish(&run.answers[i]);
    }
    dg_buf_finish(&run.problem);
    dg_buf_finish(&run.why);
    dg_recorded_finish(&run.recorded);
    dg_store_close(run.store);
    return status_of(err);
}
