/* SPDX-License-Identifier: Apache-2.0 */
/* Walks packed texts. How they are packed, entry.c says. */
#include "plugins/access_list/texts.h"

#include "plugins/access_list/text.h"

static size_t
unpack_length(const unsigned char **at)
{
    size_t length = 0;
    for (unsigned shift = 0;; shift += 7) {
        unsigned char byte = *(*at)++;
        length |= (size_t) (byte & 127) << shift;
        if (byte < 128) {
            return length;
        }
    }
}

struct dg_plugin_str
dg_texts_unpack(const unsigned char **at)
{
    size_t len = unpack_length(at);
    const char *data = (const char *) *at;
    *at += len;
    return (struct dg_plugin_str){data, len};
}

struct dg_texts
dg_texts_open(struct dg_plugin_str packed)
{
    struct dg_texts texts = {(const unsigned char *) packed.data, 0};
    if (packed.len) {
        texts.count = unpack_length(&texts.at);
    }
    return texts;
}

bool
dg_texts_next(struct dg_texts *texts, struct dg_plugin_str *text)
{
    if (texts->count == 0) {
        return false;
    }
    texts->count--;
    *text = dg_texts_unpack(&texts->at);
    return true;
}

bool
dg_texts_have(struct dg_texts texts, struct dg_plugin_str text)
{
    struct dg_plugin_str one;
    while (dg_texts_next(&texts, &one)) {
        if (dg_text_equal(one, text)) {
            return true;
        }
    }
    return false;
}

bool
dg_texts_have_proof(struct dg_texts texts, struct dg_plugin_str name)
{
    struct dg_plugin_str key = dg_texts_proof_key(name), one;
    while (dg_texts_next(&texts, &one)) {
        if (dg_text_equal(dg_texts_proof_key(one), key)) {
            return true;
        }
    }
    return false;
}

bool
dg_texts_above(struct dg_texts prefixes, struct dg_plugin_str division)
{
    struct dg_plugin_str one;
    while (dg_texts_next(&prefixes, &one)) {
        if (dg_text_begins(division, one)) {
            return true;
        }
    }
    return false;
}

struct dg_plugin_str
dg_texts_proof_key(struct dg_plugin_str name)
{
    struct dg_plugin_str word = dg_text_from("证明");
    if (name.len > word.len &&
        memcmp(name.data + name.len - word.len, word.data, word.len) == 0) {
        name.len -= word.len;
    }
    return name;
}
