/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which bytes are an export, record by record, without a copy. */
#include "proto/codec/export.h"

#include "proto/base/i18n.h"

#define LINE_MAX_LEN 160 /* of words, the newline included */
#define HEAD_MAX_LEN 4096
#define WORDS_MAX 6

enum stage { ENTRIES, BEHIND_CHECKPOINT, BEHIND_END };

static const char *const fault_texts[] = {
    [DG_EXPORT_SOUND] = "",
    [DG_EXPORT_FOREIGN] = N_("this is no export, or one of a newer version"),
    [DG_EXPORT_CUT] = N_("the export is cut off"),
    [DG_EXPORT_FORM] = N_("this is no record of an export"),
    [DG_EXPORT_RANGE] = N_("the event does not lie within its envelope"),
    [DG_EXPORT_COUNT] = N_("the end names another number of entries"),
    [DG_EXPORT_BEHIND] = N_("something stands behind the end"),
};

const char *
dg_export_fault_text(enum dg_export_fault fault)
{
    return fault_texts[fault];
}

/* A record while it is read; what it moves over counts once it is whole. */
struct cut {
    struct dg_export_reader *reader;
    struct dg_str words[WORDS_MAX];
    size_t count; /* of words */
    size_t at;
};

static bool
fail(struct cut *cut, enum dg_export_fault fault)
{
    cut->reader->fault = fault;
    return false;
}

static struct dg_str
rest_of(const struct cut *cut)
{
    const struct dg_str *bytes = &cut->reader->bytes;
    return (struct dg_str){bytes->data + cut->at, bytes->len - cut->at};
}

/* The line, without its newline. */
static bool
take_line(struct cut *cut, size_t most, struct dg_str *line)
{
    struct dg_str rest = rest_of(cut);
    const char *end =
        rest.len ? memchr(rest.data, '\n', rest.len < most ? rest.len : most)
                 : NULL;
    if (!end) {
        return fail(cut, rest.len < most ? DG_EXPORT_CUT : DG_EXPORT_FORM);
    }
    *line = (struct dg_str){rest.data, (size_t) (end - rest.data)};
    cut->at += line->len + 1;
    return true;
}

/* Words with one blank between. */
static bool
take_words(struct cut *cut, struct dg_str *name)
{
    struct dg_str line;
    if (!take_line(cut, LINE_MAX_LEN, &line)) {
        return false;
    }
    *name = (struct dg_str){line.data, 0};
    for (struct dg_str *word = name;; word = &cut->words[cut->count++]) {
        const char *end =
            line.len ? memchr(line.data, ' ', line.len) : line.data;
        word->data = line.data;
        word->len = end ? (size_t) (end - line.data) : line.len;
        if (!end || line.len == 0) {
            return true;
        }
        if (cut->count == WORDS_MAX) {
            return fail(cut, DG_EXPORT_FORM);
        }
        line.data += word->len + 1;
        line.len -= word->len + 1;
    }
}

static bool
take_bytes(struct cut *cut, uint64_t len, struct dg_str *bytes)
{
    struct dg_str rest = rest_of(cut);
    if (len > rest.len) {
        return fail(cut, DG_EXPORT_CUT);
    }
    *bytes = (struct dg_str){rest.data, (size_t) len};
    cut->at += (size_t) len;
    return true;
}

/* As many as the word says; data NULL for "-". */
static bool
take_body(struct cut *cut, struct dg_str word, struct dg_str *bytes)
{
    uint64_t len;
    if (dg_str_is(word, "-")) {
        *bytes = (struct dg_str){NULL, 0};
        return true;
    }
    return dg_str_to_u64(word, &len) == DG_OK ? take_bytes(cut, len, bytes)
                                              : fail(cut, DG_EXPORT_FORM);
}

static bool
take_newline(struct cut *cut)
{
    struct dg_str byte;
    return take_bytes(cut, 1, &byte) &&
           (byte.data[0] == '\n' || fail(cut, DG_EXPORT_FORM));
}

static bool
read_number(struct cut *cut, struct dg_str word, uint64_t most, uint64_t *value)
{
    return (dg_str_to_u64(word, value) == DG_OK && *value <= most) ||
           fail(cut, DG_EXPORT_FORM);
}

static bool
take_envelope(struct cut *cut, struct dg_export_record *record)
{
    struct dg_export_envelope *envelope = &record->as.envelope;
    if (cut->reader->stage != ENTRIES) {
        return fail(cut, DG_EXPORT_FORM);
    }
    if (!read_number(cut, cut->words[0], UINT64_MAX, &envelope->number) ||
        !take_body(cut, cut->words[1], &envelope->payload) ||
        !take_body(cut, cut->words[2], &envelope->proof) ||
        !take_newline(cut)) {
        return false;
    }
    if (!envelope->payload.data && envelope->proof.data) {
        return fail(cut, DG_EXPORT_FORM);
    }
    cut->reader->envelope = *envelope;
    return true;
}

/* The event's bytes: in the envelope, or here where that is withheld. */
static bool
take_event(struct cut *cut, struct dg_export_entry *entry)
{
    const struct dg_export_envelope *envelope = &cut->reader->envelope;
    uint64_t start, length = 0;
    bool there = !dg_str_is(cut->words[3], "-");
    if (!read_number(cut, cut->words[2], UINT32_MAX, &start) ||
        (there && !read_number(cut, cut->words[3], UINT32_MAX, &length))) {
        return false;
    }
    entry->start = (uint32_t) start;
    entry->length = (uint32_t) length;
    entry->event = (struct dg_str){NULL, 0};
    if (!envelope->payload.data) {
        return start == 0 ? take_body(cut, cut->words[3], &entry->event)
                          : fail(cut, DG_EXPORT_FORM);
    }
    if (!there) { /* an envelope is there whole or not at all */
        return fail(cut, DG_EXPORT_FORM);
    }
    if (start > envelope->payload.len ||
        length > envelope->payload.len - start) {
        return fail(cut, DG_EXPORT_RANGE);
    }
    entry->event =
        (struct dg_str){envelope->payload.data + start, (size_t) length};
    return true;
}

static bool
take_hashes(struct cut *cut, struct dg_export_entry *entry)
{
    struct dg_str bytes;
    if (!take_bytes(cut, 2 * DG_SALT_SIZE + DG_SHA256_SIZE, &bytes)) {
        return false;
    }
    entry->event_salt = (const uint8_t *) bytes.data;
    entry->decision_salt = entry->event_salt + DG_SALT_SIZE;
    entry->leaf = entry->decision_salt + DG_SALT_SIZE;
    return take_newline(cut);
}

static bool
take_entry(struct cut *cut, struct dg_export_record *record)
{
    struct dg_export_reader *reader = cut->reader;
    struct dg_export_entry *entry = &record->as.entry;
    if (reader->stage != ENTRIES || dg_str_is(cut->words[4], "-")) {
        return fail(cut, DG_EXPORT_FORM);
    }
    if (!read_number(cut, cut->words[0], UINT64_MAX, &entry->sequence) ||
        !read_number(cut, cut->words[1], UINT64_MAX, &entry->envelope)) {
        return false;
    }
    if (entry->envelope == 0 || entry->envelope != reader->envelope.number) {
        return fail(cut, DG_EXPORT_FORM);
    }
    if (!take_body(cut, cut->words[4], &entry->header) ||
        !take_event(cut, entry) ||
        !take_body(cut, cut->words[5], &entry->decision) ||
        !take_hashes(cut, entry)) {
        return false;
    }
    reader->entries++;
    reader->last = entry->sequence;
    return true;
}

static bool
take_checkpoint(struct cut *cut, struct dg_export_record *record)
{
    if (cut->reader->stage != ENTRIES || dg_str_is(cut->words[0], "-")) {
        return fail(cut, DG_EXPORT_FORM);
    }
    cut->reader->stage = BEHIND_CHECKPOINT;
    return take_body(cut, cut->words[0], &record->as.checkpoint) &&
           take_newline(cut);
}

static bool
take_end(struct cut *cut, struct dg_export_record *record)
{
    struct dg_export_reader *reader = cut->reader;
    if (reader->stage != BEHIND_CHECKPOINT) {
        return fail(cut, DG_EXPORT_FORM);
    }
    if (!read_number(cut, cut->words[0], UINT64_MAX, &record->as.entries)) {
        return false;
    }
    reader->stage = BEHIND_END;
    return record->as.entries == reader->entries || fail(cut, DG_EXPORT_COUNT);
}

static const struct {
    const char *name;
    enum dg_export_kind kind;
    size_t words;
    bool (*take)(struct cut *cut, struct dg_export_record *record);
} kinds[] = {
    {"entry", DG_EXPORT_ENTRY, 6, take_entry},
    {"envelope", DG_EXPORT_ENVELOPE, 3, take_envelope},
    {"checkpoint", DG_EXPORT_CHECKPOINT, 1, take_checkpoint},
    {"end", DG_EXPORT_END, 1, take_end},
};

static bool
take_record(struct cut *cut, struct dg_export_record *record)
{
    struct dg_str name;
    if (!take_words(cut, &name)) {
        return false;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (dg_str_is(name, kinds[i].name) && cut->count == kinds[i].words) {
            record->kind = kinds[i].kind;
            return kinds[i].take(cut, record);
        }
    }
    return fail(cut, DG_EXPORT_FORM);
}

enum dg_err
dg_export_next(struct dg_export_reader *reader, struct dg_export_record *record)
{
    struct cut cut = {.reader = reader, .at = reader->at};
    if (reader->fault != DG_EXPORT_SOUND) {
        return DG_ERR_MALFORMED;
    }
    if (reader->stage == BEHIND_END) {
        if (reader->at == reader->bytes.len) {
            return DG_ERR_ABSENT;
        }
        reader->fault = DG_EXPORT_BEHIND;
        return DG_ERR_MALFORMED;
    }
    if (!take_record(&cut, record)) {
        return DG_ERR_MALFORMED;
    }
    reader->at = cut.at;
    return DG_OK;
}

static bool
read_head(struct dg_arena *arena, struct dg_str line,
          struct dg_export_head *head)
{
    struct dg_json_error error;
    const struct dg_json *root;
    if (dg_json_parse(arena, line, &root, &error) != DG_OK) {
        return false;
    }
    head->gateway = dg_json_get_str(root, "gateway");
    head->journal = dg_json_get_str(root, "journal");
    head->reader = dg_json_get_str(root, "reader");
    head->time = dg_json_get_str(root, "time");
    return head->gateway.len && head->journal.len;
}

enum dg_err
dg_export_open(struct dg_export_reader *reader, struct dg_str bytes,
               struct dg_arena *arena, struct dg_export_head *head)
{
    struct cut cut = {.reader = reader, .at = sizeof DG_EXPORT_MAGIC - 1};
    struct dg_str line;
    *reader = (struct dg_export_reader){.bytes = bytes};
    *head = (struct dg_export_head){.gateway = {NULL, 0}};
    if (!dg_str_starts_with(bytes, DG_EXPORT_MAGIC)) {
        reader->fault = DG_EXPORT_FOREIGN;
        return DG_ERR_MALFORMED;
    }
    if (!take_line(&cut, HEAD_MAX_LEN, &line)) {
        return DG_ERR_MALFORMED;
    }
    line = dg_arena_copy(arena, line);
    if (!line.data) {
        return DG_ERR_MEMORY;
    }
    if (!read_head(arena, line, head)) {
        reader->fault = DG_EXPORT_FOREIGN;
        return DG_ERR_MALFORMED;
    }
    reader->at = cut.at;
    return DG_OK;
}
