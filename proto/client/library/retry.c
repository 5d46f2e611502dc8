/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether an answer asks for its message again. Events that an answer
 * quotes may say the same words: only the answer's own "type" counts. */
#include "proto/client/library/retry.h"

#include <string.h>
#include <yajl/yajl_parse.h>

#define PROBLEM "urn:dutygate:problem:"

static const char *const asking[] = {PROBLEM "busy", PROBLEM "outcome-unknown",
                                     PROBLEM "limit-exceeded"};

struct scan {
    unsigned depth;   /* of open objects and arrays */
    unsigned answers; /* the depth of an answer's members */
    bool is_type;     /* the last key */
    bool asks;
};

static int
handle_open(void *ctx)
{
    struct scan *scan = ctx;
    scan->depth++;
    scan->is_type = false;
    return 1;
}

static int
handle_open_array(void *ctx)
{
    struct scan *scan = ctx;
    if (scan->depth == 0) {
        scan->answers = 2;
    }
    return handle_open(ctx);
}

static int
handle_close(void *ctx)
{
    struct scan *scan = ctx;
    scan->depth--;
    return 1;
}

static int
handle_key(void *ctx, const unsigned char *key, size_t len)
{
    struct scan *scan = ctx;
    scan->is_type = scan->depth == scan->answers && len == strlen("type") &&
                    memcmp(key, "type", len) == 0;
    return 1;
}

static int
handle_string(void *ctx, const unsigned char *text, size_t len)
{
    struct scan *scan = ctx;
    for (size_t i = 0; scan->is_type && i < sizeof asking / sizeof *asking;
         i++) {
        scan->asks = scan->asks || (len == strlen(asking[i]) &&
                                    memcmp(text, asking[i], len) == 0);
    }
    scan->is_type = false;
    return !scan->asks;
}

static bool
parse(const char *text, size_t len)
{
    static const yajl_callbacks callbacks = {
        .yajl_string = handle_string,
        .yajl_start_map = handle_open,
        .yajl_map_key = handle_key,
        .yajl_end_map = handle_close,
        .yajl_start_array = handle_open_array,
        .yajl_end_array = handle_close,
    };
    struct scan scan = {.answers = 1};
    yajl_handle parser = yajl_alloc(&callbacks, NULL, &scan);
    if (!parser) {
        return false;
    }
    yajl_parse(parser, (const unsigned char *) text, len);
    yajl_free(parser);
    return scan.asks;
}

bool
dg_retry_asks(const char *text, size_t len)
{
    /* Nearly every answer is told by this alone. */
    if (!memmem(text, len, PROBLEM, strlen(PROBLEM))) {
        return false;
    }
    return parse(text, len);
}
