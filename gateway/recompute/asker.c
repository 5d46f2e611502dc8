/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a flow is put together, run and taken apart that nobody reaches.
 * What it stands on, and what it is fed with, is its user's. */
#include "gateway/recompute/asker.h"

#include "gateway/core/locale.h"

/* ---- what the flow calls ------------------------------------------------- */

static void
keep_reply(void *ctx, const struct dg_route *route, struct dg_str text)
{
    struct dg_asker *asker = ctx;
    (void) route;
    dg_buf_clear(&asker->reply);
    dg_buf_str(&asker->reply, text);
    asker->replied = true;
}

static void
ignore_hint(void *ctx, struct dg_division prefix, uint64_t sequence)
{
    (void) ctx;
    (void) prefix;
    (void) sequence;
}

static int64_t
tell_time(void *ctx)
{
    return ((struct dg_asker *) ctx)->now_us;
}

static void
handle_failure(void *ctx)
{
    ((struct dg_asker *) ctx)->failed = true;
}

static void
handle_entry(void *ctx, const struct dg_header *header)
{
    struct dg_asker *asker = ctx;
    if (asker->handle_entry) {
        asker->handle_entry(asker->ctx, header);
    }
}

static void
handle_stop(void *ctx)
{
    ((struct dg_asker *) ctx)->stopped = true;
}

/* ---- open, close ----------------------------------------------------------
 */

static enum dg_err
open_flow(struct dg_asker *asker, const char *copy, struct dg_buf *why)
{
    const struct dg_flow_settings settings = {
        .loop = &asker->loop,
        .conf = &asker->conf,
        .sink = {keep_reply, ignore_hint, asker},
        .unsigned_too = true,
        .unproved = true,
        .copy = copy,
        .fleeting = !copy,
        .handle_entry = handle_entry,
        .now_us = tell_time,
        .now_ctx = asker,
        .handle_failure = handle_failure,
        .ctx = asker,
    };
    enum dg_err err =
        dg_flow_open(&settings, &asker->conf, false, &asker->flow, why);
    if (err != DG_OK || copy) {
        return err;
    }
    err = dg_flow_start(asker->flow);
    asker->started = err == DG_OK;
    if (err != DG_OK) {
        dg_flow_close(asker->flow);
        asker->flow = NULL;
    }
    return err;
}

enum dg_err
dg_asker_open(struct dg_asker *asker, const char *name,
              struct dg_str configuration, const char *copy, struct dg_buf *why)
{
    asker->flow = NULL;
    asker->replied = asker->failed = asker->stopped = asker->started = false;
    enum dg_err err = dg_conf_open_text(name, configuration, &asker->conf, why);
    if (err != DG_OK) {
        return err;
    }
    err = dg_locale_set(asker->conf.language, why);
    if (err != DG_OK) {
        dg_conf_close(&asker->conf);
        return err;
    }
    if (uv_loop_init(&asker->loop) != 0) {
        dg_conf_close(&asker->conf);
        return DG_ERR_MEMORY;
    }
    dg_buf_init(&asker->reply);
    err = open_flow(asker, copy, why);
    if (err != DG_OK) {
        dg_asker_close(asker);
    }
    return err;
}

void
dg_asker_close(struct dg_asker *asker)
{
    if (asker->started) {
        dg_flow_stop(asker->flow, handle_stop, asker);
        while (!asker->stopped) {
            uv_run(&asker->loop, UV_RUN_ONCE);
        }
    }
    dg_flow_close(asker->flow);
    uv_run(&asker->loop, UV_RUN_DEFAULT);
    uv_loop_close(&asker->loop);
    dg_conf_close(&asker->conf);
    dg_buf_finish(&asker->reply);
}

/* ---- events ----------------------------------------------------------------
 */

void
dg_asker_submit(struct dg_asker *asker, struct dg_str event)
{
    dg_flow_submit(asker->flow, NULL, event);
}

void
dg_asker_run(struct dg_asker *asker)
{
    uv_run(&asker->loop, UV_RUN_NOWAIT);
    while (dg_flow_full(asker->flow) && !asker->failed) {
        uv_run(&asker->loop, UV_RUN_ONCE);
    }
}

/* Hands in what is answered, and waits for it. */
static enum dg_err
await(struct dg_asker *asker, struct dg_str event)
{
    const struct dg_route route = {.size = 0};
    asker->replied = false;
    dg_flow_submit(asker->flow, &route, event);
    while (!asker->replied && !asker->failed) {
        uv_run(&asker->loop, UV_RUN_ONCE);
    }
    return asker->failed ? DG_ERR_MEMORY : asker->reply.err;
}

/* What a problem says, and where. */
static enum dg_err
tell_problem(struct dg_asker *asker, const struct dg_json *reply)
{
    struct dg_str pointer = dg_json_get_str(reply, "pointer");
    struct dg_str detail = dg_json_get_str(reply, "detail");
    detail = detail.len ? detail : dg_json_get_str(reply, "title");
    dg_buf_printf(asker->problem, "%.*s%s%.*s", DG_STR_ARG(detail),
                  pointer.len ? ", at " : "", DG_STR_ARG(pointer));
    return DG_ERR_MALFORMED;
}

enum dg_err
dg_asker_say(struct dg_asker *asker, struct dg_str event)
{
    struct dg_arena arena;
    struct dg_json_error error;
    const struct dg_json *reply;
    enum dg_err err = await(asker, event);
    dg_arena_init(&arena, SIZE_MAX);
    if (err == DG_OK) {
        err = dg_json_parse(
            &arena, (struct dg_str){asker->reply.data, asker->reply.len},
            &reply, &error);
    }
    if (err == DG_OK &&
        !dg_str_is(dg_json_get_str(reply, "verdict"), "admit")) {
        err = tell_problem(asker, reply);
    }
    dg_arena_finish(&arena);
    return err;
}

static void
write_question(const struct dg_asker *asker, const char *type,
               struct dg_str params, struct dg_buf *out)
{
    dg_buf_text(out, "{\"specversion\":\"1.0\",\"id\":\"recompute\","
                     "\"source\":\"");
    dg_buf_str(out, asker->reader);
    dg_buf_printf(out, "\",\"type\":\"%s\",\"data\":", type);
    dg_buf_str(out, params);
    dg_buf_text(out, "}");
}

/* The result's own bytes; or why there is none. */
static enum dg_err
take_result(struct dg_asker *asker, struct dg_buf *result)
{
    struct dg_arena arena;
    struct dg_json_error error;
    const struct dg_json *root;
    struct dg_str text = {asker->reply.data, asker->reply.len};
    dg_arena_init(&arena, SIZE_MAX);
    enum dg_err err = dg_json_parse(&arena, text, &root, &error);
    const struct dg_json *found =
        err == DG_OK ? dg_json_get(root, "result") : NULL;
    if (found) {
        dg_buf_append(result, text.data + found->start,
                      found->end - found->start);
        err = result->err;
    } else if (err == DG_OK) {
        err = tell_problem(asker, root);
    }
    dg_arena_finish(&arena);
    return err;
}

enum dg_err
dg_asker_ask(struct dg_asker *asker, const char *type, struct dg_str params,
             struct dg_buf *result)
{
    struct dg_buf question;
    dg_buf_init(&question);
    write_question(asker, type, params, &question);
    enum dg_err err = question.err;
    if (err == DG_OK) {
        err = await(asker, (struct dg_str){question.data, question.len});
    }
    dg_buf_finish(&question);
    return err == DG_OK ? take_result(asker, result) : err;
}
