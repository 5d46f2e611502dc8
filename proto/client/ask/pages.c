/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when a read is at its end: when a page names no next one. */
#include "proto/client/ask/pages.h"

#include "proto/base/i18n.h"

static void
put_request(const struct dg_cli *cli, const struct dg_pages *pages,
            struct dg_json_writer *request, const struct dg_buf *after)
{
    dg_compose_begin(request, pages->type, cli->source);
    if (pages->put) {
        pages->put(pages->context, request);
    }
    dg_json_put_str(request, "after", (struct dg_str){after->data, after->len});
    dg_json_put_integer(request, "limit", DG_PAGES_LIMIT);
    dg_compose_end(request);
}

static int
read_pages(struct dg_cli *cli, const struct dg_pages *pages,
           struct dg_json_writer *request, struct dg_buf *after)
{
    struct dg_reply reply;
    do {
        put_request(cli, pages, request, after);
        int status = dg_cli_request(cli, request, &reply);
        if (status) {
            return status;
        }
        const struct dg_json *result = dg_json_get(reply.root, "result");
        if (!result) {
            return dg_cli_show(cli, &reply);
        }
        if (cli->json && !pages->quiet) {
            dg_cli_show_json(&reply);
        }
        enum dg_err err = pages->add(pages->context, result);
        dg_buf_clear(after);
        dg_buf_str(after, dg_json_get_str(result, "next"));
        err = err ? err : after->err;
        if (err) {
            return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s",
                               _(dg_err_text(err)));
        }
    } while (after->len > 0);
    return DG_EXIT_OK;
}

int
dg_pages_read(struct dg_cli *cli, const struct dg_pages *pages)
{
    struct dg_json_writer *request;
    struct dg_buf after;
    if (dg_json_writer_create(&request)) {
        return dg_cli_fail_memory(cli);
    }
    dg_buf_init(&after);
    int status = read_pages(cli, pages, request, &after);
    dg_buf_finish(&after);
    dg_json_writer_destroy(request);
    return status;
}
