/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what counts where, and the lines a replay ends with. Everything comes
 * from the answers; integers only. */
#include "proto/client/subcommand/tally.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"

void
dg_tally_init(struct dg_tally *tally)
{
    memset(tally, 0, sizeof *tally);
}

static void
finish_counts(struct dg_tally_counts *counts)
{
    for (size_t i = 0; i < counts->count; i++) {
        free(counts->items[i].name);
    }
    free(counts->items);
}

void
dg_tally_finish(struct dg_tally *tally)
{
    for (size_t i = 0; i < tally->file_count; i++) {
        free(tally->files[i].name);
    }
    free(tally->files);
    finish_counts(&tally->reasons);
    finish_counts(&tally->problems);
    dg_tally_init(tally);
}

static struct dg_str
base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return (struct dg_str){name, dot && dot > name ? (size_t) (dot - name)
                                                   : strlen(name)};
}

void
dg_tally_begin(struct dg_tally *tally, const char *path)
{
    struct dg_str name = base_name(path);
    struct dg_tally_file *files =
        reallocarray(tally->files, tally->file_count + 1, sizeof *tally->files);
    char *copy = files ? strndup(name.data, name.len) : NULL;
    if (files) {
        tally->files = files;
    }
    if (!copy) {
        tally->err = DG_ERR_MEMORY;
        return;
    }
    files[tally->file_count++] = (struct dg_tally_file){.name = copy};
}

struct dg_tally_file *
dg_tally_current(struct dg_tally *tally)
{
    return tally->file_count > 0 ? &tally->files[tally->file_count - 1] : NULL;
}

/* There are as many names as kinds of refusal: few. */
static enum dg_err
add_count(struct dg_tally_counts *counts, struct dg_str name)
{
    for (size_t i = 0; i < counts->count; i++) {
        if (dg_str_is(name, counts->items[i].name)) {
            counts->items[i].count++;
            return DG_OK;
        }
    }
    struct dg_tally_count *items =
        reallocarray(counts->items, counts->count + 1, sizeof *counts->items);
    if (!items) {
        return DG_ERR_MEMORY;
    }
    counts->items = items;
    char *copy = strndup(name.data, name.len);
    if (!copy) {
        return DG_ERR_MEMORY;
    }
    items[counts->count++] = (struct dg_tally_count){copy, 1};
    return DG_OK;
}

void
dg_tally_add(struct dg_tally *tally, bool publishes,
             const struct dg_json *answer)
{
    struct dg_tally_file *file = dg_tally_current(tally);
    enum dg_err err = DG_OK;
    if (!file) {
        return;
    }
    file->asked += publishes;
    switch (dg_answer_kind(answer)) {
    case DG_ANSWER_ADMITTED:
        file->admitted++;
        file->delivered += publishes;
        break;
    case DG_ANSWER_REFUSED:
        file->refused++;
        err = add_count(&tally->reasons, dg_answer_reason(answer));
        break;
    case DG_ANSWER_DEFERRED:
        file->deferred++;
        break;
    case DG_ANSWER_RESULT:
    case DG_ANSWER_ERASED:
        file->answered++;
        break;
    case DG_ANSWER_PROBLEM:
        err = add_count(&tally->problems, dg_answer_slug(answer));
        break;
    case DG_ANSWER_STRANGE:
        err = add_count(&tally->problems, DG_STR("unknown answer"));
        break;
    }
    tally->err = tally->err ? tally->err : err;
}

void
dg_tally_rate(uint64_t before, uint64_t after, char out[DG_TALLY_RATE_SIZE])
{
    uint64_t difference = before > after ? before - after : after - before;
    uint64_t scaled = difference * 10000;
    uint64_t hundredths = before ? scaled / before : 0;
    uint64_t rest = before ? scaled % before : 0;
    if (rest > before - rest || (rest == before - rest && hundredths % 2)) {
        hundredths++;
    }
    const char *sign = hundredths == 0 ? "" : before > after ? "-" : "+";
    snprintf(out, DG_TALLY_RATE_SIZE, "%s%" PRIu64 ".%02" PRIu64, sign,
             hundredths / 100, hundredths % 100);
}

static void
put_some(struct dg_buf *out, uint64_t count, const char *what)
{
    if (count > 0) {
        dg_buf_printf(out, ", %" PRIu64 " %s", count, what);
    }
}

static void
put_file(struct dg_buf *out, const struct dg_tally_file *file)
{
    char rate[DG_TALLY_RATE_SIZE];
    if (file->asked > 0 && !file->stopped) {
        dg_tally_rate(file->asked, file->delivered, rate);
        dg_buf_printf(out, "%s %" PRIu64 " -> %" PRIu64 " (%s %%)\n",
                      file->name, file->asked, file->delivered, rate);
        return;
    }
    dg_buf_printf(out, _("%s: %llu admitted, %llu refused"), file->name,
                  (unsigned long long) file->admitted,
                  (unsigned long long) file->refused);
    put_some(out, file->deferred, _("deferred"));
    put_some(out, file->answered, _("answered"));
    dg_buf_text(out, file->stopped ? _(", then stopped\n") : "\n");
}

static int
compare_counts(const void *a, const void *b)
{
    const struct dg_tally_count *x = a, *y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return strcmp(x->name, y->name);
}

static size_t
longest_name(const struct dg_tally_counts *counts)
{
    size_t longest = 0;
    for (size_t i = 0; i < counts->count; i++) {
        size_t len = strlen(counts->items[i].name);
        longest = len > longest ? len : longest;
    }
    return longest;
}

static void
put_counts(struct dg_buf *out, const char *title,
           struct dg_tally_counts *counts)
{
    if (counts->count == 0) {
        return;
    }
    qsort(counts->items, counts->count, sizeof *counts->items, compare_counts);
    int width = (int) longest_name(counts);
    dg_buf_printf(out, "%s:\n", title);
    for (size_t i = 0; i < counts->count; i++) {
        struct dg_str name = dg_str_from(counts->items[i].name);
        dg_buf_text(out, "  ");
        dg_plain_put(out, name);
        dg_buf_printf(out, "%*s  %" PRIu64, width - (int) name.len, "",
                      counts->items[i].count);
        if (dg_label_code(name).len > 0) {
            dg_buf_text(out, "  ");
            dg_buf_str(out, dg_label_code(name));
        }
        dg_buf_u8(out, '\n');
    }
}

void
dg_tally_render(struct dg_tally *tally, struct dg_buf *out)
{
    for (size_t i = 0; i < tally->file_count; i++) {
        put_file(out, &tally->files[i]);
    }
    put_counts(out, _("refused"), &tally->reasons);
    put_counts(out, _("problems"), &tally->problems);
}
