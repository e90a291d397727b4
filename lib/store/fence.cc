/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/fence.hh"

#include <xapian.h>

#include <exception>
#include <new>

namespace
{

/* Xapian's kinds of error, those that derive before those they derive from
   (1.4.22, xapian/error.h; no virtual functions there, so they must be caught
   to be told apart). Everything not named is a call that we should not have
   made. */
enum status xapian_status()
{
    try {
        throw;
    } catch (const Xapian::DatabaseLockError &) {
        return STATUS_LOCKED;
    } catch (const Xapian::DatabaseVersionError &) {
        return STATUS_OUTDATED;
    } catch (const Xapian::DatabaseOpeningError &) {
        return STATUS_NOT_FOUND; /* DatabaseNotFoundError derives from it */
    } catch (const Xapian::DatabaseCorruptError &) {
        return STATUS_CORRUPT;
    } catch (const Xapian::DatabaseModifiedError &) {
        return STATUS_MODIFIED;
    } catch (const Xapian::DatabaseClosedError &) {
        return STATUS_INTERNAL;
    } catch (const Xapian::DatabaseError &) {
        return STATUS_IO;
    } catch (const Xapian::NetworkError &) {
        return STATUS_IO;
    } catch (const Xapian::DocNotFoundError &) {
        return STATUS_NOT_FOUND;
    } catch (const Xapian::RangeError &) {
        return STATUS_CORRUPT; /* so fails the unpacking of damaged bytes */
    } catch (const Xapian::SerialisationError &) {
        return STATUS_CORRUPT;
    } catch (const Xapian::Error &) {
        return STATUS_INTERNAL;
    }
}

/* What failed, in our words. Xapian's own are for programmers: they stand
   behind these as the reason. */
const char *what_failed(enum status status)
{
    switch (status) {
    case STATUS_LOCKED:
        return "another program holds the database";
    case STATUS_OUTDATED:
        return "the database is of another version of Xapian";
    case STATUS_NOT_FOUND:
        return "cannot find what was asked for in the database";
    case STATUS_CORRUPT:
        return "the database is damaged";
    case STATUS_IO:
        return "cannot read or write the database";
    case STATUS_OK:
    case STATUS_DONE:
    case STATUS_MODIFIED:
    case STATUS_BAD_QUERY:
    case STATUS_BAD_TEXT:
    case STATUS_BAD_USAGE:
    case STATUS_TOO_BIG:
    case STATUS_NO_MEMORY:
    case STATUS_INTERNAL:
        break;
    }
    return "unexpected";
}

enum status tell_xapian(const Xapian::Error &error, struct error *err)
{
    enum status status = xapian_status();
    if (status == STATUS_MODIFIED) { /* Xapian's text names its own calls */
        error_set(err, status, "the index was written while it was read");
        error_hint(err, "open it again");
        return status;
    }
    const char *reason = error.get_error_string(); /* of errno, or NULL */
    const char *type = status == STATUS_INTERNAL ? error.get_type() : "";
    error_set(err, status, "%s: %s%s%s%s%s", what_failed(status), type,
              *type ? ": " : "", error.get_msg().c_str(), reason ? ": " : "",
              reason ? reason : "");
    if (status == STATUS_CORRUPT)
        error_hint(err, "make the index anew from the articles");
    return status;
}

enum status tell(struct error *err)
{
    try {
        throw;
    } catch (const Xapian::Error &error) {
        return tell_xapian(error, err);
    } catch (const std::bad_alloc &) {
        return error_no_memory(err);
    } catch (const std::exception &error) {
        return error_set(err, STATUS_INTERNAL, "unexpected: %s", error.what());
    } catch (...) {
        return error_set(err, STATUS_INTERNAL, "unexpected exception");
    }
}

} // namespace

enum status fence_status(struct error *err) noexcept
{
    /* Telling may itself run out of memory. */
    try {
        return tell(err);
    } catch (...) {
        return error_no_memory(err);
    }
}
