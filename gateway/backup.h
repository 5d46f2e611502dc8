/* SPDX-License-Identifier: Apache-2.0 */
/* Backup and restore of a gateway's journal, as commands of dutygated:
 * processes of their own beside the gateway, if one runs. */
#ifndef GATEWAY_BACKUP_H
#define GATEWAY_BACKUP_H

/* Writes the journal of a configuration to a new file, reads it through and
 * says what is in it. The gateway may be running. Gives an exit status and says
 * on stderr what went wrong; then there is no file. */
int dg_backup_write(const char *conf_path, const char *file);

/* Makes the journal of a configuration of such a file, once that was read
 * through, where there is none, for a gateway that does not run. Likewise. */
int dg_backup_restore(const char *conf_path, const char *file);

#endif
