/* SPDX-License-Identifier: Apache-2.0 */
/* What offices see and say of their cells, what towns say of them, and what
 * those who asked get. Each function is in the file of its name. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_REPORT_H
#define PLUGINS_FORM_DEDUP_REPORT_REPORT_H

#include "plugins/form_dedup/form_dedup.h"

/* submit.c: report.submit and report.correct. */
enum dg_plugin_status dg_submit_decide(struct dg_form_dedup *plugin,
                                       const struct dg_plugin_event *event,
                                       struct dg_plugin_findings *findings);
enum dg_plugin_status dg_submit_apply(struct dg_form_dedup *plugin,
                                      const struct dg_plugin_event *event);
/* review.c: report.review. */
enum dg_plugin_status dg_review_decide(struct dg_form_dedup *plugin,
                                       const struct dg_plugin_event *event,
                                       struct dg_plugin_findings *findings);
enum dg_plugin_status dg_review_apply(struct dg_form_dedup *plugin,
                                      const struct dg_plugin_event *event);
/* worksheet.c: worksheet.read. */
enum dg_plugin_status dg_worksheet_query(struct dg_form_dedup *plugin,
                                         struct dg_plugin_str name,
                                         const struct dg_plugin_value *params,
                                         struct dg_plugin_str reader,
                                         struct dg_plugin_writer *out);
/* delivery.c: report.read of one task; list.c: report.list; changes.c:
 * report.changes; total.c: report.total. */
enum dg_plugin_status dg_delivery_query(struct dg_form_dedup *plugin,
                                        struct dg_plugin_str name,
                                        const struct dg_plugin_value *params,
                                        struct dg_plugin_str reader,
                                        struct dg_plugin_writer *out);
enum dg_plugin_status dg_list_query(struct dg_form_dedup *plugin,
                                    struct dg_plugin_str name,
                                    const struct dg_plugin_value *params,
                                    struct dg_plugin_str reader,
                                    struct dg_plugin_writer *out);
enum dg_plugin_status dg_total_query(struct dg_form_dedup *plugin,
                                     struct dg_plugin_str name,
                                     const struct dg_plugin_value *params,
                                     struct dg_plugin_str reader,
                                     struct dg_plugin_writer *out);
enum dg_plugin_status dg_changes_query(struct dg_form_dedup *plugin,
                                       struct dg_plugin_str name,
                                       const struct dg_plugin_value *params,
                                       struct dg_plugin_str reader,
                                       struct dg_plugin_writer *out);

#endif
