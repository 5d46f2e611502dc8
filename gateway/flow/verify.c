/* SPDX-License-Identifier: Apache-2.0 */
/* Checks signatures on libuv's thread pool, and decodes there what proved to be
 * authentic. Decides how many messages a check takes: one while there are few,
 * several while there are many, since to hand one over and hear of it costs
 * about a tenth of the check. Leaves order to arrive.c. */
#include "gateway/flow/flow_internal.h"

#include <stdlib.h>

/* Beyond these a check takes no further message: what waits behind it, be it a
 * read of the journal, waits for about a millisecond. */
#define MESSAGES_MAX 16
#define BYTES_MAX (64u << 10)
#define THREADS_MAX 32
#define PASSED_MAX 256 /* of those that wait for others of their peer */

struct dg_check {
    uv_work_t work;
    struct dg_flow *flow;
    struct dg_sha256 *sha;
    struct dg_item *items[MESSAGES_MAX];
    size_t count; /* 0: idle */
};

/* ---- on the pool -------------------------------------------------------- */

static void
check_item(struct dg_item *item, struct dg_sha256 *sha)
{
    uint64_t begin_ns = uv_hrtime();
    item->authentic = dg_jws_verify(item->jws, &item->signer->key);
    if (item->authentic) {
        dg_decode_run(item, sha);
    }
    item->check_ns = uv_hrtime() - begin_ns;
}

static void
handle_work(uv_work_t *work)
{
    struct dg_check *check = work->data;
    for (size_t i = 0; i < check->count; i++) {
        check_item(check->items[i], check->sha);
    }
}

/* ---- on the loop -------------------------------------------------------- */

static void
handle_after_work(uv_work_t *work, int status)
{
    struct dg_check *check = work->data;
    struct dg_flow *flow = check->flow;
    (void) status; /* nobody cancels it */
    for (size_t i = 0; i < check->count; i++) {
        struct dg_item *item = check->items[i];
        item->arrival = DG_ARRIVAL_READY;
        dg_item_weigh(item);
        dg_histogram_observe(&flow->metrics.verify, DG_HISTOGRAM_VERIFY,
                             item->check_ns);
    }
    check->count = 0;
    dg_arrive_run(flow);
}

static void
start(struct dg_check *check)
{
    check->work.data = check;
    uv_queue_work(check->flow->settings.loop, &check->work, handle_work,
                  handle_after_work);
}

/* The next one whose signature nobody looks at yet, or NULL. */
static struct dg_item *
next_unchecked(struct dg_item *item)
{
    while (item && item->arrival != DG_ARRIVAL_WAITING) {
        item = item->next;
    }
    return item;
}

static size_t
count_waiting(const struct dg_arrivals *arrivals, size_t most)
{
    size_t count = 0;
    for (struct dg_item *item = arrivals->unchecked; item && count < most;
         item = next_unchecked(item->next)) {
        count++;
    }
    return count;
}

/* Takes its share of what waits. What may not be checked yet is passed over;
 * what never may be is ready, with its answer. */
static void
fill(struct dg_check *check, size_t share)
{
    struct dg_arrivals *arrivals = &check->flow->arrivals;
    struct dg_item *item = arrivals->unchecked;
    size_t bytes = 0, passed = 0;
    while (item && check->count < share && check->count < MESSAGES_MAX &&
           passed < PASSED_MAX &&
           (check->count == 0 || bytes + item->text.len <= BYTES_MAX)) {
        struct dg_item *next = next_unchecked(item->next);
        if (dg_allow_check(item)) {
            bytes += item->text.len;
            item->arrival = DG_ARRIVAL_CHECKING;
            check->items[check->count++] = item;
        } else {
            passed++;
        }
        item = next;
    }
    arrivals->unchecked = next_unchecked(arrivals->unchecked);
}

/* What is decoded takes memory, and waits for what is at the head. */
static bool
has_room(const struct dg_flow *flow)
{
    return !dg_limits_held(flow) ||
           flow->arrivals.first == flow->arrivals.unchecked;
}

void
dg_verify_run(struct dg_flow *flow)
{
    size_t most = flow->check_count * MESSAGES_MAX;
    for (size_t i = 0; i < flow->check_count && has_room(flow); i++) {
        struct dg_check *check = &flow->checks[i];
        if (check->count == 0 && flow->arrivals.unchecked) {
            size_t waiting = count_waiting(&flow->arrivals, most);
            size_t idle = flow->check_count - i;
            fill(check, (waiting + idle - 1) / idle);
            if (check->count > 0) {
                start(check);
            }
        }
    }
}

void
dg_verify_first(struct dg_item *item)
{
    struct dg_check *check = &item->flow->checks[item->flow->check_count];
    item->arrival = DG_ARRIVAL_CHECKING;
    check->items[check->count++] = item;
    start(check);
}

/* ---- open and close ----------------------------------------------------- */

/* One more than there are cores: while the loop decides what a check brought,
 * and has not handed over the next, no core is without one. */
unsigned
dg_flow_threads(void)
{
    unsigned threads = uv_available_parallelism() + 1;
    return threads < THREADS_MAX ? threads : THREADS_MAX;
}

/* One check for each thread, and one for what is at the head. */
enum dg_err
dg_verify_open(struct dg_flow *flow)
{
    size_t count = dg_flow_threads();
    flow->checks = calloc(count + 1, sizeof *flow->checks);
    if (!flow->checks) {
        return DG_ERR_MEMORY;
    }
    flow->check_count = count;
    for (size_t i = 0; i <= count; i++) {
        flow->checks[i].flow = flow;
        if (dg_sha256_create(&flow->checks[i].sha) != DG_OK) {
            return DG_ERR_MEMORY;
        }
    }
    return DG_OK;
}

void
dg_verify_close(struct dg_flow *flow)
{
    for (size_t i = 0; flow->checks && i <= flow->check_count; i++) {
        dg_sha256_destroy(flow->checks[i].sha);
    }
    free(flow->checks);
}
