/* SPDX-License-Identifier: Apache-2.0 */
/* Exports: written byte for byte, read again as they were, and every way in
 * which bytes are none. */
#include "proto/codec/export.h"
#include "tests/tap/tap.h"

#define LEAF "the leaf of an entry in 32 bytes"
#define SALTS                                                                  \
    "0123456789abcdef0123456789abcdefABCDEFGHIJKLMNOPQRSTUVWXYZ012345" LEAF
#define HEAD                                                                   \
    "dutygate-export 1\n"                                                      \
    "{\"gateway\":\"huishui\",\"journal\":\"6a52\",\"reader\":\"auditor/sj\"," \
    "\"time\":\"2026-07-01T09:00:00+08:00\"}\n"
#define ENVELOPE "envelope 1 9 4\n[\"A\",\"B\"]a..b\n"
#define ENTRY_1 "entry 1 1 1 3 2 2\nH1{}" SALTS "\n"
#define ENTRY_2 "entry 2 1 5 3 2 -\nH2" SALTS "\n"
#define WITHHELD "envelope 3 - -\n"
#define ENTRY_3 "entry 3 3 0 3 2 2\nH3\"C\"{}" SALTS "\n"
#define ENTRY_4 "entry 4 3 0 - 2 2\nH4{}" SALTS "\n"
#define END "checkpoint 5\nnote\n\nend 4\n"
#define WHOLE HEAD ENVELOPE ENTRY_1 ENTRY_2 WITHHELD "\n" ENTRY_3 ENTRY_4 END

static struct dg_export_entry
entry_of(uint64_t sequence, uint64_t envelope, const char *header)
{
    return (struct dg_export_entry){.sequence = sequence,
                                    .envelope = envelope,
                                    .header = dg_str_from(header),
                                    .event_salt = (const uint8_t *) SALTS,
                                    .decision_salt =
                                        (const uint8_t *) SALTS + DG_SALT_SIZE,
                                    .leaf = (const uint8_t *) LEAF};
}

static void
write_entries(struct dg_buf *out)
{
    struct dg_export_entry entry = entry_of(1, 1, "H1");
    entry.start = 1;
    entry.event = DG_STR("\"A\"");
    entry.decision = DG_STR("{}");
    dg_export_write_entry(&entry, false, out);
    entry = entry_of(2, 1, "H2");
    entry.start = 5;
    entry.event = DG_STR("\"B\"");
    dg_export_write_entry(&entry, false, out);
    dg_export_write_envelope(&(struct dg_export_envelope){.number = 3}, out);
    entry = entry_of(3, 3, "H3");
    entry.start = 7;
    entry.event = DG_STR("\"C\"");
    entry.decision = DG_STR("{}");
    dg_export_write_entry(&entry, true, out);
    entry = entry_of(4, 3, "H4");
    entry.decision = DG_STR("{}");
    dg_export_write_entry(&entry, true, out);
}

static void
test_write(void)
{
    struct dg_buf out;
    dg_buf_init(&out);
    dg_export_write_head(
        &(struct dg_export_head){DG_STR("huishui"), DG_STR("6a52"),
                                 DG_STR("auditor/sj"),
                                 DG_STR("2026-07-01T09:00:00+08:00")},
        &out);
    dg_export_write_envelope(
        &(struct dg_export_envelope){1, DG_STR("[\"A\",\"B\"]"),
                                     DG_STR("a..b")},
        &out);
    write_entries(&out);
    dg_export_write_end(DG_STR("note\n"), 4, &out);
    is_int(out.err, DG_OK, "an export is written");
    is_str(out, WHOLE, "byte for byte");
    dg_buf_finish(&out);
}

/* Reads all of it; writes it again, as far as it is one. */
static enum dg_export_fault
read_all(struct dg_str text, struct dg_buf *again)
{
    struct dg_export_reader reader;
    struct dg_export_head head;
    struct dg_export_record record;
    struct dg_str checkpoint = DG_STR("");
    struct dg_arena arena;
    enum dg_err err;
    dg_arena_init(&arena, SIZE_MAX);
    err = dg_export_open(&reader, text, &arena, &head);
    if (err == DG_OK) {
        dg_export_write_head(&head, again);
    }
    while (err == DG_OK && (err = dg_export_next(&reader, &record)) == DG_OK) {
        switch (record.kind) {
        case DG_EXPORT_ENVELOPE:
            dg_export_write_envelope(&record.as.envelope, again);
            break;
        case DG_EXPORT_ENTRY:
            dg_export_write_entry(&record.as.entry,
                                  !reader.envelope.payload.data, again);
            break;
        case DG_EXPORT_CHECKPOINT:
            checkpoint = record.as.checkpoint;
            break;
        case DG_EXPORT_END:
            dg_export_write_end(checkpoint, record.as.entries, again);
            break;
        }
    }
    dg_arena_finish(&arena);
    return err == DG_ERR_ABSENT ? DG_EXPORT_SOUND : reader.fault;
}

static enum dg_export_fault
fault_of(struct dg_str text)
{
    struct dg_buf again;
    dg_buf_init(&again);
    enum dg_export_fault fault = read_all(text, &again);
    dg_buf_finish(&again);
    return fault;
}

static void
test_read(void)
{
    struct dg_buf again;
    dg_buf_init(&again);
    is_int(read_all(DG_STR(WHOLE), &again), DG_EXPORT_SOUND,
           "an export is read");
    is_str(again, WHOLE, "and written again is the same");
    dg_buf_finish(&again);
}

/* Every beginning of it is cut off, and nothing else. */
static void
test_cut(void)
{
    size_t wrong = 0;
    for (size_t len = sizeof DG_EXPORT_MAGIC - 1; len < sizeof WHOLE - 1;
         len++) {
        if (fault_of((struct dg_str){WHOLE, len}) != DG_EXPORT_CUT) {
            fprintf(stderr, "cut at %zu\n", len);
            wrong++;
        }
    }
    is_int(wrong, 0, "whatever is missing at its end is missed");
}

static void
test_faults(void)
{
    static const struct {
        const char *name;
        const char *text;
        enum dg_export_fault fault;
    } cases[] = {
        {"nothing", "", DG_EXPORT_FOREIGN},
        {"another version", "dutygate-export 2\n{}\n", DG_EXPORT_FOREIGN},
        {"a head without a journal", "dutygate-export 1\n{}\n",
         DG_EXPORT_FOREIGN},
        {"an unknown record", HEAD "entity 1\n" END, DG_EXPORT_FORM},
        {"a word too many", HEAD "envelope 1 1 1 1\nab\n" ENTRY_1 END,
         DG_EXPORT_FORM},
        {"a number with a zero in front",
         HEAD "envelope 01 1 1\nab\n" ENTRY_1 END, DG_EXPORT_FORM},
        {"two blanks", HEAD "envelope  1 1 1\nab\n" ENTRY_1 END,
         DG_EXPORT_FORM},
        {"a proof of what is withheld", HEAD "envelope 1 - 1\na\n" END,
         DG_EXPORT_FORM},
        {"a length that is not kept",
         HEAD "envelope 1 9 3\n[\"A\",\"B\"]a..b\n" ENTRY_1 END,
         DG_EXPORT_FORM},
        {"an entry without its envelope", HEAD ENTRY_1 END, DG_EXPORT_FORM},
        {"an entry of another envelope", HEAD ENVELOPE ENTRY_3 END,
         DG_EXPORT_FORM},
        {"an event that is not in the envelope",
         HEAD ENVELOPE "entry 1 1 8 2 2 2\nH1{}" SALTS "\n" END,
         DG_EXPORT_RANGE},
        {"an event withheld out of an envelope that is not",
         HEAD ENVELOPE "entry 1 1 1 - 2 2\nH1{}" SALTS "\n" END,
         DG_EXPORT_FORM},
        {"a range that overflows",
         HEAD ENVELOPE "entry 1 1 4294967295 4294967295 2 2\nH1{}" SALTS
                       "\n" END,
         DG_EXPORT_RANGE},
        {"an entry behind the checkpoint",
         HEAD ENVELOPE "checkpoint 5\nnote\n\n" ENTRY_1 "end 1\n",
         DG_EXPORT_FORM},
        {"an end without a checkpoint", HEAD ENVELOPE ENTRY_1 "end 1\n",
         DG_EXPORT_FORM},
        {"an end that counts otherwise",
         HEAD ENVELOPE ENTRY_1 "checkpoint 5\nnote\n\nend 2\n",
         DG_EXPORT_COUNT},
        {"something behind the end", WHOLE "\n", DG_EXPORT_BEHIND},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        is_int(fault_of(dg_str_from(cases[i].text)), cases[i].fault,
               cases[i].name);
    }
}

int
main(void)
{
    test_write();
    test_read();
    test_cut();
    test_faults();
    return tap_done();
}
