/* SPDX-License-Identifier: Apache-2.0 */
/* Reads: answered from the folds as they are now, said once everything they
 * show is durable. Who may read what is authorise.c's and sight.c's; what there
 * is to read belongs to inbox, journal and plugins. */
#include "gateway/flow/flow_internal.h"

#include "proto/base/division.h"

#define LIMIT_DEFAULT 100 /* items of a page */
#define DATA_MAX 200      /* bytes of a question that are repeated */

/* Who reads the journal; its item outlives the reading. */
struct reading {
    const struct dg_flow *flow;
    const struct dg_event *reader;
};

void
dg_read_refuse_cursor(struct dg_answer *answer)
{
    dg_item_say(answer, DG_PROBLEM_SCHEMA,
                dg_str_from(_("after is not the member next of a page")));
    answer->pointer = DG_STR("/data/after");
}

size_t
dg_read_limit(const struct dg_event *event)
{
    int64_t limit;
    return dg_json_to_i64(dg_json_get(event->data, "limit"), &limit) == DG_OK
               ? (size_t) limit
               : LIMIT_DEFAULT;
}

void
dg_read_keep(struct dg_item *item, struct dg_answer *answer)
{
    struct dg_str text;
    enum dg_err err = dg_json_writer_text(item->flow->writer, &text);
    if (err == DG_OK) {
        answer->kind = DG_ANSWER_RESULT;
        answer->result = dg_arena_copy(&item->arena, text);
        err = answer->result.data ? DG_OK : DG_ERR_MEMORY;
    }
    if (err != DG_OK) {
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("the answer could not be made")));
    }
}

void
dg_read_inbox(struct dg_item *item, const struct dg_event *event,
              struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    struct dg_str code = dg_json_get_str(event->data, "office");
    struct dg_division office;
    struct dg_inbox_query query = {
        .after = dg_json_get_str(event->data, "after"),
        .limit = dg_read_limit(event),
        .now_us = dg_limits_now(flow),
    };
    uint64_t rests_on = 0;
    code = code.len ? code : event->principal;
    if (dg_division_parse(code, &office) == DG_OK) {
        query.office = office.value;
    }
    dg_json_writer_reset(flow->writer);
    switch (dg_inbox_read(flow->inbox, &query, flow->writer, &rests_on)) {
    case DG_OK:
        dg_read_keep(item, answer);
        answer->rests_on = rests_on > flow->changed ? rests_on : flow->changed;
        break;
    case DG_ERR_MALFORMED:
        dg_read_refuse_cursor(answer);
        break;
    default:
        dg_item_say(answer, DG_PROBLEM_NOT_FOUND,
                    dg_arena_printf(&item->arena, _("no office %.*s"),
                                    DG_STR_ARG(code)));
    }
}

void
dg_read_roster(struct dg_item *item, const struct dg_event *event,
               struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    dg_json_writer_reset(flow->writer);
    switch (dg_roster_read(flow->roster, dg_json_get_str(event->data, "after"),
                           dg_read_limit(event), flow->writer)) {
    case DG_OK:
        dg_read_keep(item, answer);
        break;
    case DG_ERR_MALFORMED:
        dg_read_refuse_cursor(answer);
        break;
    case DG_ERR_ABSENT:
        dg_item_say(answer, DG_PROBLEM_NOT_FOUND,
                    dg_str_from(_("there is no roster yet")));
        break;
    default:
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("the answer could not be made")));
    }
}

void
dg_read_principals(struct dg_item *item, const struct dg_event *event,
                   struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    dg_json_writer_reset(flow->writer);
    switch (dg_principals_read(flow->principals, event->data,
                               dg_limits_now(flow), dg_read_limit(event),
                               flow->writer)) {
    case DG_OK:
        dg_read_keep(item, answer);
        break;
    case DG_ERR_MALFORMED:
        dg_read_refuse_cursor(answer);
        break;
    default:
        dg_item_say(answer, DG_PROBLEM_NOT_FOUND,
                    dg_str_from(_("nobody of that name or key is enrolled")));
    }
}

void
dg_read_receipt(struct dg_item *item, const struct dg_event *event,
                struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    const struct dg_json *number = dg_json_get(event->data, "sequence");
    struct dg_str id = dg_json_get_str(event->data, "id");
    struct dg_str source = dg_json_get_str(event->data, "source");
    uint8_t id_digest[DG_ID_DIGEST_SIZE], sha[16];
    struct dg_str detail;
    int64_t wanted = 0;
    uint64_t sequence = 0;
    bool found;
    if (dg_json_to_i64(number, &wanted) == DG_OK) {
        sequence = (uint64_t) wanted;
        found = sequence <= dg_journal_last(flow->journal);
        id = number->text;
    } else {
        source = source.len ? source : event->source;
        dg_digest_id(dg_journal_id_key(flow->journal), source, id, id_digest);
        found = dg_known_find(flow->known, id_digest, &sequence, sha);
    }
    detail = number ? dg_arena_printf(&item->arena, _("no receipt %.*s"),
                                      DG_STR_ARG(id))
                    : dg_arena_printf(&item->arena, _("no event %.*s of %.*s"),
                                      DG_STR_ARG(id), DG_STR_ARG(source));
    if (!found) {
        dg_item_say(answer, DG_PROBLEM_NOT_FOUND, detail);
        return;
    }
    answer->detail = detail; /* said also if it is not to be seen */
    answer->kind = DG_ANSWER_LOOKUP;
    answer->sequence = sequence;
    answer->amendment = dg_inbox_amendment(flow->inbox, sequence);
}

void
dg_read_proof(struct dg_item *item, const struct dg_event *event,
              struct dg_answer *answer)
{
    struct dg_journal_question *question = &answer->question;
    int64_t sequence = 0, size = 0, from = 0;
    (void) item;
    dg_json_to_i64(dg_json_get(event->data, "sequence"), &sequence);
    question->extends =
        dg_json_to_i64(dg_json_get(event->data, "from"), &from) == DG_OK;
    dg_json_to_i64(dg_json_get(event->data, question->extends ? "to" : "size"),
                   &size);
    question->sequence = (uint64_t) sequence;
    question->from = (uint64_t) from;
    question->size = (uint64_t) size;
    answer->kind = DG_ANSWER_PROOF;
}

static bool
shows(const void *ctx, const struct dg_header *header)
{
    const struct reading *reading = ctx;
    return dg_sight_shows(reading->flow, reading->reader, header);
}

void
dg_read_journal(struct dg_item *item, const struct dg_event *event,
                struct dg_answer *answer)
{
    struct reading *reading = dg_arena_alloc(&item->arena, sizeof *reading);
    if (!reading) {
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("out of memory")));
        return;
    }
    *reading = (struct reading){item->flow, event};
    answer->range = (struct dg_journal_range){
        .after = dg_json_to_number(dg_json_get(event->data, "after")),
        .to = dg_json_to_number(dg_json_get(event->data, "to")),
        .shows = shows,
        .ctx = reading};
    answer->kind = DG_ANSWER_PAGE;
}

/* The data of a read as it was sent, if it is short enough to be repeated. */
static struct dg_str
data_text(const struct dg_event *event)
{
    uint32_t begin = event->data->start - event->root->start;
    size_t len = event->data->end - event->data->start;
    return len > DATA_MAX ? dg_str_from(_("what was asked"))
                          : (struct dg_str){event->bytes.data + begin, len};
}

static void
keep_disclosed(struct dg_item *item, struct dg_answer *answer,
               const struct dg_host_disclosed *disclosed)
{
    dg_read_keep(item, answer);
    if (answer->kind == DG_ANSWER_RESULT &&
        dg_disclose_note(item, answer, disclosed) != DG_OK) {
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("the answer could not be made")));
    }
}

static void
read_plugin(struct dg_item *item, const struct dg_event *event,
            struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    struct dg_str data = data_text(event);
    struct dg_host_disclosed disclosed = {.values = 0};
    struct dg_looking looking = {item, event};
    const struct dg_host_asking asking = {.event = event,
                                          .out = flow->writer,
                                          .disclosed = &disclosed,
                                          .ask = dg_look_ask,
                                          .ctx = &looking,
                                          .arena = &item->arena};
    dg_buf_init(&disclosed.what);
    dg_json_writer_reset(flow->writer);
    switch (dg_host_query(flow->host, &asking)) {
    case DG_OK:
        keep_disclosed(item, answer, &disclosed);
        break;
    case DG_ERR_ABSENT:
        dg_item_say(answer, DG_PROBLEM_NOT_FOUND,
                    dg_arena_printf(&item->arena, _("nothing found for %.*s"),
                                    DG_STR_ARG(data)));
        break;
    default:
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("the plugin could not answer")));
    }
    dg_buf_finish(&disclosed.what);
}

/* An answer that does not say what it shows may show everything decided. */
static void
rest_on(struct dg_item *item, const struct dg_answer *answer)
{
    uint64_t all = dg_journal_last(item->flow->journal) + item->write.count;
    uint64_t sees = answer->rests_on ? answer->rests_on : all;
    item->sees = sees > item->sees ? sees : item->sees;
}

void
dg_read_run(struct dg_item *item, const struct dg_event *event,
            const uint8_t sha[DG_SHA256_SIZE], struct dg_answer *answer)
{
    struct dg_flow *flow = item->flow;
    const struct dg_core_type *core = dg_core_types_of(flow, event);
    if (flow->failed) { /* perhaps in the middle of a fold */
        dg_item_say(answer, DG_PROBLEM_BUSY,
                    dg_str_from(_("the gateway starts again; ask again")));
        return;
    }
    if (dg_fault_deaths(flow->fault, sha) >= DG_FAULT_DEATHS) {
        dg_item_say(answer, DG_PROBLEM_INTERNAL,
                    dg_str_from(_("answering this ended the gateway's worker "
                                  "twice; its operator was told")));
        return;
    }
    dg_fault_begin(flow->fault, sha);
    if (core) {
        core->read(item, event, answer);
    } else {
        read_plugin(item, event, answer);
    }
    dg_fault_end(flow->fault);
    rest_on(item, answer);
}
