/* SPDX-License-Identifier: Apache-2.0 */
/* XML from files of others: elements by their local names, without document
 * types (so without entities of their own), to a limited depth. */
#ifndef PROTO_CLIENT_EXAMINE_XML_H
#define PROTO_CLIENT_EXAMINE_XML_H

#include <stdbool.h>

#include "proto/base/buf.h"

#define DG_XML_DEPTH_MAX 100

struct dg_xml_handlers {
    /* The first element; false: the document is not wanted. */
    bool (*root)(void *context, const char *name);
    /* attributes: for dg_xml_attribute, until the function returns. */
    void (*open)(void *context, const char *name, const char **attributes);
    void (*close)(void *context, const char *name);
    void (*text)(void *context, struct dg_str text);
};

struct dg_xml;

enum dg_err dg_xml_create(const struct dg_xml_handlers *handlers, void *context,
                          struct dg_xml **xml);
void dg_xml_destroy(struct dg_xml *xml);

/* True while more bytes are wanted. */
bool dg_xml_take(struct dg_xml *xml, struct dg_str bytes);

/* The document has ended. DG_OK; DG_ERR_ABSENT: it was not wanted, or is no
 * XML at all; DG_ERR_MALFORMED, DG_ERR_LIMIT or DG_ERR_MEMORY with why. */
enum dg_err dg_xml_end(struct dg_xml *xml, struct dg_buf *why);

/* The value of an attribute by its local name, or NULL. */
const char *dg_xml_attribute(const char **attributes, const char *name);

#endif
