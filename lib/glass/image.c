/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/image.h"

#include "glass/pack.h"

char *image_pack_head(char *to, struct str_span key,
                      const struct image_head *head)
{
    *to++ = (char)key.n_bytes;
    memcpy(to, key.bytes, key.n_bytes);
    to = pack_uint(to + key.n_bytes, head->n_documents);
    to = pack_uint(to, head->n_collection);
    to = pack_uint(to, head->before);
    return pack_uint(to, head->n_bytes);
}
