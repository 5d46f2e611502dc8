/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which of our errors one of SQLite's is. */
#include "gateway/store/sqlite_internal.h"

enum dg_err
dg_sqlite_err(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_OK:
        return DG_OK;
    case SQLITE_NOMEM:
        return DG_ERR_MEMORY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return DG_ERR_CORRUPT;
    case SQLITE_CONSTRAINT:
        return DG_ERR_CONFLICT;
    case SQLITE_BUSY:
        return DG_ERR_BUSY;
    default:
        return DG_ERR_IO;
    }
}

enum dg_err
dg_sqlite_explain(struct dg_sqlite *sqlite, int rc, struct dg_buf *why)
{
    dg_buf_printf(why, "%s: %s", sqlite->path,
                  sqlite->db ? sqlite3_errmsg(sqlite->db) : sqlite3_errstr(rc));
    return (rc & 0xff) == SQLITE_FULL ? DG_ERR_FULL : dg_sqlite_err(rc);
}
