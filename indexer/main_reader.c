/*
 * lede-reader: lede-index's worker where lede is built with gmime. It reads on
 * the socket that it is given, and does nothing for people.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/workshop.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "reading-worker") == 0)
        return workshop_serve(STDIN_FILENO);
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        (void)printf("lede-reader (%s) %s\n", PACKAGE_NAME, PACKAGE_VERSION);
        return 0;
    }
    (void)printf("lede-reader reads files for lede-index, which starts it.\n");
    return argc == 2 && strcmp(argv[1], "--help") == 0 ? 0 : 2;
}
