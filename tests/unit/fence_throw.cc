/*
 * Throws all there is to throw through the store's fence; check_fence.c looks
 * at what comes out. Part of no program.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/fence.hh"

#include <xapian.h>

#include <new>
#include <stdexcept>
#include <string>

extern "C" enum status fence_throw(int what, struct error *err);

enum status fence_throw(int what, struct error *err)
{
    return guard(
        err, [&]() -> enum status {
            std::string owned(1000,
                              'x'); /* leaks if the stack is not unwound */
            switch (what) {
            case 0:
                throw Xapian::DatabaseLockError("held");
            case 1:
                throw Xapian::DatabaseNotFoundError("gone");
            case 2:
                throw Xapian::DatabaseOpeningError("shut");
            case 3:
                throw Xapian::DatabaseVersionError("old");
            case 4:
                throw Xapian::DatabaseCorruptError("torn");
            case 5:
                throw Xapian::DatabaseModifiedError("moved");
            case 6:
                throw Xapian::DatabaseError("write failed", std::string(), 28);
            case 7:
                throw Xapian::DocNotFoundError("no 7");
            case 8:
                throw Xapian::InvalidArgumentError("bad");
            case 9:
                throw Xapian::SerialisationError("bytes");
            case 10:
                throw std::bad_alloc();
            case 11:
                throw std::runtime_error("run");
            case 12:
                throw std::logic_error("logic");
            case 13:
                throw 42;
            case 14:
                throw owned;
            default:
                return STATUS_DONE;
            }
        });
}
