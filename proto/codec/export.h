/* SPDX-License-Identifier: Apache-2.0 */
/* An export: a journal from its first entry on, as an auditor takes it along.
 * Written as it comes; read where it lies in memory (mmap), without a copy.
 * README.md in this folder has the format byte by byte. Here it is said what
 * the records are; whether they are true, and in order, is left to whoever
 * reads them. */
#ifndef PROTO_CODEC_EXPORT_H
#define PROTO_CODEC_EXPORT_H

#include "proto/codec/header.h"
#include "proto/codec/json.h"

/* The first line, whole. */
#define DG_EXPORT_MAGIC "dutygate-export 1\n"

/* Whose journal it is, who took it, when; nothing proves it but the checkpoint.
 */
struct dg_export_head {
    struct dg_str gateway, journal; /* id; identity: GATEWAY/JOURNAL is the
                                       checkpoint's origin */
    struct dg_str reader;           /* "auditor/sj" */
    struct dg_str time;             /* RFC 3339 */
};

/* What one message brought, in front of its first entry. */
struct dg_export_envelope {
    uint64_t number; /* sequence of its first entry */
    struct dg_str
        payload;         /* data NULL: withheld, as something in it is; the
                            events that may be seen stand with their entries */
    struct dg_str proof; /* the JWS without its payload; data NULL: withheld,
                            or nobody signed it */
};

struct dg_export_entry {
    uint64_t sequence, envelope;
    uint32_t start, length; /* of the event within its envelope; 0 where that is
                               withheld */
    struct dg_str header;   /* encoded */
    struct dg_str event, decision; /* data NULL: withheld or erased */
    /* DG_SALT_SIZE bytes each: the salt, or the commitment where the body is
     * not there. */
    const uint8_t *event_salt, *decision_salt;
    const uint8_t *leaf; /* DG_SHA256_SIZE bytes; says which entry was altered,
                            and proves nothing */
};

/* Each appends one record; out->err says whether it worked. The entries of an
 * envelope follow it. */
void dg_export_write_head(const struct dg_export_head *head,
                          struct dg_buf *out);
void dg_export_write_envelope(const struct dg_export_envelope *envelope,
                              struct dg_buf *out);
/* withheld: its envelope is, so that the event is written here. */
void dg_export_write_entry(const struct dg_export_entry *entry, bool withheld,
                           struct dg_buf *out);
/* The checkpoint of all that was written, and how much that was. */
void dg_export_write_end(struct dg_str checkpoint, uint64_t entries,
                         struct dg_buf *out);

enum dg_export_kind {
    DG_EXPORT_ENVELOPE,
    DG_EXPORT_ENTRY,
    DG_EXPORT_CHECKPOINT,
    DG_EXPORT_END
};

/* Its strings lie in the bytes that are read. */
struct dg_export_record {
    enum dg_export_kind kind;
    union {
        struct dg_export_envelope envelope;
        struct dg_export_entry entry;
        struct dg_str checkpoint; /* its text; once, behind all entries */
        uint64_t entries;         /* of the end: as many as there were */
    } as;
};

/* What is wrong with the bytes. */
enum dg_export_fault {
    DG_EXPORT_SOUND,
    DG_EXPORT_FOREIGN, /* no export, or one of another version */
    DG_EXPORT_CUT,     /* they end before the export does */
    DG_EXPORT_FORM,    /* no record, or one that is not its turn */
    DG_EXPORT_RANGE,   /* an event does not lie within its envelope */
    DG_EXPORT_COUNT,   /* the end names another number of entries */
    DG_EXPORT_BEHIND   /* something stands behind the end */
};
/* Short, in English, untranslated (N_); of SOUND: empty. */
const char *dg_export_fault_text(enum dg_export_fault fault);

struct dg_export_reader {
    struct dg_str bytes;
    size_t at; /* the next record; after a fault, the one that has it */
    struct dg_export_envelope envelope; /* the one last read */
    uint64_t entries, last; /* entries read, and the sequence of the last */
    enum dg_export_fault fault;
    int stage; /* the reader's own */
};

/* Reads the head; its strings live in the arena. bytes outlive the reader.
 * DG_ERR_MALFORMED with reader->fault, DG_ERR_MEMORY. */
enum dg_err dg_export_open(struct dg_export_reader *reader, struct dg_str bytes,
                           struct dg_arena *arena, struct dg_export_head *head);

/* The next record. DG_ERR_ABSENT after the end; DG_ERR_MALFORMED with
 * reader->fault, again and again. */
enum dg_err dg_export_next(struct dg_export_reader *reader,
                           struct dg_export_record *record);

#endif
