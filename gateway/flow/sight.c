/* SPDX-License-Identifier: Apache-2.0 */
/* What of the journal a reader may see, deny by default: what it sent, what it
 * was asked, what others said about its own; of towns also what offices below
 * them may see. Roles whose authority by receipt.lookup is not narrow see
 * everything, but no values of persons. */
#include "gateway/flow/flow_internal.h"

#include "proto/base/division.h"

struct sight {
    const struct dg_flow *flow;
    const struct dg_event *reader;
    const struct dg_office *office; /* of an office or a town; NULL: none */
    bool town;
};

static struct sight
look(const struct dg_flow *flow, const struct dg_event *reader)
{
    struct sight s = {.flow = flow, .reader = reader};
    struct dg_division code;
    bool division =
        reader->role == DG_ROLE_OFFICE || reader->role == DG_ROLE_TOWN;
    if (division && dg_division_parse(reader->principal, &code) == DG_OK &&
        code.level == DG_DIVISION_LEVELS - 1) {
        s.office = dg_roster_office(flow->roster, code.value);
        s.town =
            reader->role == DG_ROLE_TOWN && dg_division_is_town(code.value);
    }
    return s;
}

/* True if a source is a task force that asks for the reader. */
static bool
asks_for(const struct sight *s, struct dg_str source)
{
    const struct dg_principal *force =
        dg_str_starts_with(source, "taskforce/")
            ? dg_principals_find(s->flow->principals, source)
            : NULL;
    for (size_t i = 0; force && i < force->parent_count; i++) {
        if (dg_str_equal(force->parents[i], s->reader->source)) {
            return true;
        }
    }
    return false;
}

static bool
is_office_below(const struct sight *s, struct dg_str source)
{
    struct dg_division office;
    struct dg_str code;
    return s->town && s->office &&
           dg_role_split(source, &code) == DG_ROLE_OFFICE &&
           dg_division_parse(code, &office) == DG_OK &&
           dg_authorise_is_below(s->office->code, office.value);
}

/* True if a source is the reader, or one that the reader answers for. */
static bool
is_own(const struct sight *s, struct dg_str source)
{
    return dg_str_equal(source, s->reader->source) ||
           is_office_below(s, source) || asks_for(s, source);
}

/* ---- tasks -------------------------------------------------------------- */

static bool
asked_it(const struct sight *s, const struct dg_task *task)
{
    return dg_inbox_asked_by(s->flow->inbox, task, s->reader->source);
}

/* It was asked, or an office below it was. */
static bool
was_asked(const struct sight *s, const struct dg_task *task)
{
    const struct dg_roster *roster = s->flow->roster;
    if (!s->office || task->unseen) {
        return false;
    }
    return dg_audience_reaches(task->audience, roster, s->office) ||
           (s->town &&
            dg_audience_meets(
                task->audience, roster,
                dg_division_above(s->office->code, DG_DIVISION_LEVELS - 2)));
}

bool
dg_sight_task(const struct dg_flow *flow, const struct dg_event *reader,
              const struct dg_task *task)
{
    const struct sight s = look(flow, reader);
    return asked_it(&s, task) || was_asked(&s, task);
}

/* ---- entries ------------------------------------------------------------ */

static uint64_t
number_of(const struct dg_event *event, const char *member)
{
    return dg_json_to_number(dg_json_get(event->data, member));
}

/* The task that the entry brought, or else the one that it names. */
static const struct dg_task *
find_task(const struct sight *s, const struct dg_header *header,
          const struct dg_event *event)
{
    const struct dg_inbox *inbox = s->flow->inbox;
    const struct dg_task *task = dg_inbox_task(inbox, header->sequence);
    return task || !event ? task
                          : dg_inbox_task(inbox, number_of(event, "task"));
}

/* What was said about what the reader asked, by whoever it was. */
static bool
is_about_own(const struct sight *s, const struct dg_header *header,
             const struct dg_event *event)
{
    const struct dg_task *brought = find_task(s, header, event);
    const struct dg_task *named = NULL, *decided = NULL;
    const struct dg_matter *matter = NULL;
    if (event) {
        uint64_t request = number_of(event, "request");
        named = dg_inbox_task(s->flow->inbox, number_of(event, "task"));
        decided = dg_inbox_task(s->flow->inbox, request);
        matter = dg_matters_find(s->flow->matters, request);
    }
    return (brought && asked_it(s, brought)) || (named && asked_it(s, named)) ||
           (decided && asked_it(s, decided)) ||
           (matter && is_own(s, matter->source));
}

/* What the one who asks said about what the reader was asked; what another
 * office says to it is not for its neighbours. */
static bool
is_asked(const struct sight *s, const struct dg_header *header,
         const struct dg_event *event)
{
    const struct dg_task *task = find_task(s, header, event);
    if (!task || !was_asked(s, task)) {
        return false;
    }
    return task->sequence == header->sequence ||
           (header->verdict < DG_VERDICT_DEFER &&
            (dg_str_equal(header->source, task->source) ||
             dg_str_starts_with(header->source, "gateway/")));
}

/* It names the reader: as whose things it is about, or as a principal. */
static bool
names(const struct sight *s, const struct dg_event *event)
{
    const struct dg_event *reader = s->reader;
    const struct dg_event_type *type = event->kind;
    unsigned narrow = type ? type->own | type->below : 0;
    struct dg_str whose = type && type->whose
                              ? dg_json_get_str(event->data, type->whose)
                              : DG_STR("");
    return dg_str_equal(dg_json_get_str(event->data, "principal"),
                        reader->source) ||
           (whose.len && (narrow & (1u << reader->role)) &&
            dg_authorise_concerns(type, reader, whose)) ||
           (event->behalf.len && reader->role == DG_ROLE_OFFICE &&
            dg_str_equal(event->behalf, reader->principal));
}

static bool
is_for(const struct sight *s, const struct dg_header *header,
       const struct dg_event *event)
{
    return is_own(s, header->source) || (event && names(s, event)) ||
           is_about_own(s, header, event) || is_asked(s, header, event);
}

enum dg_sight
dg_sight_entry(const struct dg_flow *flow, const struct dg_event *reader,
               const struct dg_header *header, const struct dg_event *event)
{
    const struct dg_event_type *type =
        flow->codec.lookup(flow->codec.ctx, header->type);
    unsigned narrow = reader->kind->own | reader->kind->below;
    struct sight s = look(flow, reader);
    if (is_for(&s, header, event)) {
        return DG_SIGHT_WHOLE;
    }
    if (!(narrow & (1u << reader->role))) {
        return type && !type->personal ? DG_SIGHT_WHOLE : DG_SIGHT_BARE;
    }
    return type && type->open && header->verdict < DG_VERDICT_DEFER
               ? DG_SIGHT_WHOLE
               : DG_SIGHT_NONE;
}

bool
dg_sight_shows(const struct dg_flow *flow, const struct dg_event *reader,
               const struct dg_header *header)
{
    const struct dg_event_type *type =
        flow->codec.lookup(flow->codec.ctx, header->type);
    return (type && !type->personal) ||
           dg_str_equal(header->source, reader->source);
}
