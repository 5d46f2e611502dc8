/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what XML is taken at all. What elements mean is left to the readers
 * of the formats. */
#include "proto/client/examine/xml.h"

#include <expat.h>
#include <stdlib.h>

#include "proto/base/i18n.h"

#define SEPARATOR '|' /* between namespace and local name; in no name */

struct dg_xml {
    XML_Parser parser;
    const struct dg_xml_handlers *handlers;
    void *context;
    unsigned depth;
    bool wanted;       /* its root was asked for */
    enum dg_err err;   /* of our own limits */
    const char *wrong; /* translated */
};

static const char *
local(const char *name)
{
    const char *separator = strrchr(name, SEPARATOR);
    return separator ? separator + 1 : name;
}

static void
stop(struct dg_xml *xml, enum dg_err err, const char *wrong)
{
    if (!xml->err) {
        xml->err = err;
        xml->wrong = wrong;
    }
    XML_StopParser(xml->parser, XML_FALSE);
}

static void
handle_open(void *data, const char *name, const char **attributes)
{
    struct dg_xml *xml = data;
    if (xml->err) {
        return;
    }
    if (xml->depth == 0) {
        xml->wanted = xml->handlers->root(xml->context, local(name));
        if (!xml->wanted) {
            stop(xml, DG_ERR_ABSENT, "");
            return;
        }
    }
    if (++xml->depth > DG_XML_DEPTH_MAX) {
        stop(xml, DG_ERR_LIMIT, _("its XML is nested too deeply"));
        return;
    }
    xml->handlers->open(xml->context, local(name), attributes);
}

static void
handle_close(void *data, const char *name)
{
    struct dg_xml *xml = data;
    if (!xml->err) {
        xml->depth--;
        xml->handlers->close(xml->context, local(name));
    }
}

static void
handle_text(void *data, const char *text, int len)
{
    struct dg_xml *xml = data;
    if (!xml->err) {
        xml->handlers->text(xml->context, (struct dg_str){text, (size_t) len});
    }
}

/* Neither OOXML nor ODF has one; they are how XML bombs are built. */
static void
handle_doctype(void *data, const char *name, const char *sysid,
               const char *pubid, int has_subset)
{
    struct dg_xml *xml = data;
    (void) name;
    (void) sysid;
    (void) pubid;
    (void) has_subset;
    stop(xml, DG_ERR_LIMIT, _("its XML declares a document type"));
}

enum dg_err
dg_xml_create(const struct dg_xml_handlers *handlers, void *context,
              struct dg_xml **xml)
{
    struct dg_xml *x = calloc(1, sizeof *x);
    if (!x) {
        return DG_ERR_MEMORY;
    }
    x->parser = XML_ParserCreateNS(NULL, SEPARATOR);
    if (!x->parser) {
        free(x);
        return DG_ERR_MEMORY;
    }
    x->handlers = handlers;
    x->context = context;
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, handle_open, handle_close);
    XML_SetCharacterDataHandler(x->parser, handle_text);
    XML_SetStartDoctypeDeclHandler(x->parser, handle_doctype);
    *xml = x;
    return DG_OK;
}

void
dg_xml_destroy(struct dg_xml *xml)
{
    if (xml) {
        XML_ParserFree(xml->parser);
        free(xml);
    }
}

bool
dg_xml_take(struct dg_xml *xml, struct dg_str bytes)
{
    return XML_Parse(xml->parser, bytes.data, (int) bytes.len, 0) ==
           XML_STATUS_OK;
}

enum dg_err
dg_xml_end(struct dg_xml *xml, struct dg_buf *why)
{
    bool complete = !xml->err && XML_GetErrorCode(xml->parser) == 0 &&
                    XML_Parse(xml->parser, "", 0, 1) == XML_STATUS_OK;
    enum XML_Error error = XML_GetErrorCode(xml->parser);
    if (complete) {
        return DG_OK;
    }
    if (xml->err == DG_ERR_LIMIT) {
        dg_buf_text(why, xml->wrong);
        return xml->err;
    }
    if (!xml->wanted) {
        return DG_ERR_ABSENT;
    }
    if (error == XML_ERROR_NO_MEMORY) {
        dg_buf_text(why, _("out of memory"));
        return DG_ERR_MEMORY;
    }
    dg_buf_printf(why, _("its XML cannot be read: %s at line %lu"),
                  XML_ErrorString(error),
                  (unsigned long) XML_GetCurrentLineNumber(xml->parser));
    return DG_ERR_MALFORMED;
}

const char *
dg_xml_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2) {
        if (strcmp(local(attributes[0]), name) == 0) {
            return attributes[1];
        }
    }
    return NULL;
}
