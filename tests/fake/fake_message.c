/* SPDX-License-Identifier: Apache-2.0 */
/* Makes messages out of one event and one decision, with the sequence in both.
 */
#include "tests/fake/fake_message.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char event_head[] =
    "{\"specversion\":\"1.0\",\"id\":\"mzj-2026-%06" PRIu64 "\","
    "\"source\":\"department/mzj\",\"type\":\"dutygate.task.publish.v1\","
    "\"time\":\"2026-03-02T09:15:00+08:00\",\"data\":{"
    "\"docno\":\"惠民发〔2026〕%" PRIu64 "号\","
    "\"title\":\"关于开展2026年第一季度高龄津贴发放对象动态核查的通知\","
    "\"duty\":\"mz-0%03" PRIu64 "\",\"level\":\"county\",";

static const char event_tail[] =
    "\"audience\":{\"prefixes\":[\"522731\"],\"codes\":[\"522731105201\","
    "\"522731105202\"],\"except\":[\"522731100001\"]},\"due\":\"2026-03-31\","
    "\"period\":\"2026-Q1\",\"forms\":[{\"name\":\"高龄津贴发放对象花名册\","
    "\"fields\":[{\"name\":\"80至89周岁人数\",\"unit\":\"人\"},"
    "{\"name\":\"90至99周岁人数\",\"unit\":\"人\"},{\"name\":\"100周岁以上"
    "人数\",\"unit\":\"人\"},{\"name\":\"本季度新增人数\",\"unit\":\"人\"},"
    "{\"name\":\"本季度核减人数\",\"unit\":\"人\"}]}],\"seals\":[{\"name\":"
    "\"村民委员会公章\",\"count\":1}],\"evidence\":[{\"name\":\"入户照片\","
    "\"count\":2}],\"reason\":\"依据《贵州省老年人权益保障条例》，请各村"
    "（社区）于月底前完成入户核查并报送结果。\"}}";

static const char decision_text[] =
    "{\"decision\":\"admit\",\"roster\":\"2026-01\",\"offices\":215,"
    "\"findings\":[{\"plugin\":\"access_list\",\"rule\":\"seal\","
    "\"verdict\":\"strip\",\"code\":\"seal-not-listed\",\"pointer\":"
    "\"/data/seals/0\",\"list\":\"惠水县村级组织用印事项清单\","
    "\"listversion\":\"2026.1\",\"clause\":\"第%" PRIu64 "条\"}]}";

static const struct dg_effect effects[] = {
    {.kind = DG_EFFECT_STRIP,
     .pointer = {"/data/seals/0", 13},
     .dimension = {"seal", 4},
     .cause = {"seal-not-listed", 15},
     .quantity = 1,
     .offices = 215},
};

void
fake_message_header(uint64_t sequence, const uint8_t id_key[DG_KEY_SIZE],
                    struct dg_header *header)
{
    char id[40];
    snprintf(id, sizeof id, "mzj-2026-%06" PRIu64, sequence);
    *header = (struct dg_header){
        .sequence = sequence,
        .time_us = INT64_C(1772414100000000) + (int64_t) sequence,
        .epoch = 1,
        .gateway = DG_STR("huishui"),
        .type = DG_STR("dutygate.task.publish.v1"),
        .source = DG_STR("department/mzj"),
        .verdict = DG_VERDICT_STRIP,
        .duty = DG_STR("mz-0012"),
        .period = DG_STR("2026-Q1"),
        .offices = 215,
        .effects = effects,
        .effect_count = 1,
    };
    dg_digest_id(id_key, header->source, dg_str_from(id), header->id_digest);
}

/* Offsets while the buffers grow; pointers once they are whole. */
struct place {
    size_t header, header_len, decision, decision_len;
};

static void
add_entry(struct fake_message *message, struct dg_store_entry *entry,
          struct place *place, const uint8_t *id_key)
{
    struct dg_header header;
    uint64_t sequence = entry->sequence;
    fake_message_header(sequence, id_key, &header);
    entry->time_us = header.time_us;

    dg_buf_u8(&message->envelope, message->envelope.len > 0 ? ',' : '[');
    entry->start = (uint32_t) message->envelope.len;
    dg_buf_printf(&message->envelope, event_head, sequence, sequence,
                  sequence % 198);
    dg_buf_text(&message->envelope, event_tail);
    entry->length = (uint32_t) message->envelope.len - entry->start;

    place->header = message->rest.len;
    dg_header_encode(&header, &message->rest);
    place->header_len = message->rest.len - place->header;
    place->decision = message->rest.len;
    dg_buf_printf(&message->rest, decision_text, sequence % 99);
    place->decision_len = message->rest.len - place->decision;
}

struct fake_message *
fake_message_create(uint64_t first, size_t count,
                    const uint8_t id_key[DG_KEY_SIZE])
{
    struct fake_message *message = calloc(1, sizeof *message);
    struct dg_store_entry *entries = calloc(count, sizeof *entries);
    struct place *places = calloc(count, sizeof *places);
    const struct dg_store_entry **pointers = calloc(count, sizeof *pointers);
    if (!message || !entries || !places || !pointers) {
        abort();
    }
    dg_buf_init(&message->envelope);
    dg_buf_init(&message->rest);
    for (size_t i = 0; i < count; i++) {
        entries[i].sequence = first + i;
        entries[i].envelope = first;
        add_entry(message, &entries[i], &places[i], id_key);
        pointers[i] = &entries[i];
    }
    dg_buf_u8(&message->envelope, ']');
    if (message->envelope.err != DG_OK || message->rest.err != DG_OK) {
        abort();
    }
    for (size_t i = 0; i < count; i++) {
        const char *rest = message->rest.data;
        entries[i].header =
            (struct dg_str){rest + places[i].header, places[i].header_len};
        entries[i].decision =
            (struct dg_str){rest + places[i].decision, places[i].decision_len};
    }
    entries[0].envelope_bytes =
        (struct dg_str){message->envelope.data, message->envelope.len};
    free(places);
    message->pointers = pointers;
    message->write.entries = entries;
    message->write.count = count;
    message->write.size = message->envelope.len + message->rest.len;
    message->write.owner = message;
    return message;
}

void
fake_message_destroy(struct fake_message *message)
{
    dg_buf_finish(&message->envelope);
    dg_buf_finish(&message->rest);
    free(message->write.entries);
    free(message->pointers);
    free(message);
}
