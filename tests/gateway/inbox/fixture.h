/* SPDX-License-Identifier: Apache-2.0 */
/* A roster and an inbox fed with JSON, as the flow feeds them: check first,
 * then take over what was not refused. */
#ifndef TESTS_GATEWAY_INBOX_FIXTURE_H
#define TESTS_GATEWAY_INBOX_FIXTURE_H

#include "gateway/inbox/inbox.h"

struct fixture {
    struct dg_roster *roster;
    struct dg_inbox *inbox;
    struct dg_json_writer *out;
    uint64_t rests_on;     /* of the last read */
    struct dg_arena arena; /* of the last call */
    struct dg_findings findings;
};

/* Ends the process with a message on stderr when something fails that a test
 * does not ask about. */
void fixture_need(bool condition, const char *what);

void fixture_init(struct fixture *f);
void fixture_finish(struct fixture *f);

/* Each of these begins a new arena and empty findings. JSON comes as data, as
 * in the schemas, and is gone with the next call. */
void fixture_roster(struct fixture *f, const char *data); /* taken over unless
                                                             refused */
const struct dg_audience *fixture_audience(struct fixture *f, const char *json);
const struct dg_event *fixture_event(struct fixture *f, const char *source,
                                     const char *data);
enum dg_err fixture_publish(struct fixture *f, uint64_t sequence,
                            const char *source, const char *data);
enum dg_err fixture_publish_stripped(struct fixture *f, uint64_t sequence,
                                     const char *data,
                                     const struct dg_effect *effects,
                                     size_t count);
/* data is the assignment. *reached, unless NULL: its audience is part of what
 * the task has; gated is taken from it then. */
enum dg_err fixture_amend(struct fixture *f, uint64_t sequence, uint64_t task,
                          const char *data, bool *reached);
void fixture_withdraw(struct fixture *f, const char *source, uint64_t sequence);
void fixture_acknowledge(struct fixture *f, const char *source,
                         uint64_t sequence);

/* The answer, or NULL with *err; valid until the next read. */
const char *fixture_read(struct fixture *f, const struct dg_inbox_query *query,
                         enum dg_err *err);

/* The findings as text: "code pointer: text" and a line feed each. */
const char *fixture_said(struct fixture *f);

#endif
