/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/recent_source.hh"

#include "store/ranking.h"

#include <algorithm>
#include <cstdlib>

namespace
{

/* Days since 1 March of the year 0 of the Gregorian calendar; a value that is
   no date gives some number, too. */
int64_t days_of(const std::string &yyyymmdd)
{
    int64_t number = std::strtol(yyyymmdd.c_str(), nullptr, 10);
    int64_t month = (number / 100 % 100 + 9) % 12; /* March is 0 */
    int64_t year = number / 10000 - month / 10;
    return 365 * year + year / 4 - year / 100 + year / 400 +
           (month * 306 + 5) / 10 + number % 100 - 1;
}

class recent_source : public Xapian::ValuePostingSource
{
  public:
    recent_source(int64_t newest_, double most_)
        : ValuePostingSource(SLOT_DATE_MIN), newest(newest_), most(most_)
    {
    }

    recent_source *clone() const override
    {
        return new recent_source(newest, most);
    }

    void init(const Xapian::Database &db_) override
    {
        ValuePostingSource::init(db_);
        set_maxweight(most);
    }

    double get_weight() const override
    {
        int64_t age = std::max<int64_t>(newest - days_of(get_value()), 0);
        return most / (1 + static_cast<double>(age) / RANKING_RECENT_DAYS);
    }

  private:
    int64_t newest;
    double most;
};

} // namespace

Xapian::Query recent_by(const struct index *index, uint32_t today, double most)
{
    std::string newest;
    for (const shard &shard : index->shards)
        newest =
            std::max(newest, shard.db.get_value_upper_bound(SLOT_DATE_MIN));
    newest = std::min(newest, std::to_string(today));
    auto *source = new recent_source(days_of(newest), most);
    return Xapian::Query(source->release());
}
