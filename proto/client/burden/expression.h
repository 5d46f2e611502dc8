/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as people publish them: 1,849; 65.3%; ９９＋124; 335090/14856;
 * 138.67万; sums, products and quotients of these; exact. */
#ifndef PROTO_CLIENT_BURDEN_EXPRESSION_H
#define PROTO_CLIENT_BURDEN_EXPRESSION_H

#include <gmp.h>

#include "proto/base/buf.h"

struct dg_expression {
    mpq_t value;
    bool rate;           /* written in per cent, or as a quotient */
    struct dg_buf shown; /* as it is printed: thousands separated */
};

void dg_expression_init(struct dg_expression *expression);
void dg_expression_finish(struct dg_expression *expression);

/* text is valid UTF-8. DG_ERR_MALFORMED with why; DG_ERR_MEMORY. */
enum dg_err dg_expression_read(struct dg_expression *expression,
                               struct dg_str text, struct dg_buf *why);

#endif
