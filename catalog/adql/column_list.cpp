#include "catalog/adql/column_list.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "catalog/adql/names.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

void ColumnList::append(ColumnList more) {
  std::move(more.columns_.begin(), more.columns_.end(), std::back_inserter(columns_));
}

void ColumnList::replace(std::vector<std::size_t> const& taken, std::vector<SourceColumn> merged) {
  bool in_place = taken.size() == merged.size();
  for (std::size_t i = 0; i < taken.size() && in_place; ++i)
    in_place = taken[i] == i && merged[i].name == columns_[i].name;
  if (in_place) {  // as in a chain of USING with the same columns
    std::move(merged.begin(), merged.end(), columns_.begin());
    return;
  }
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (std::find(taken.begin(), taken.end(), i) == taken.end()) merged.push_back(std::move(columns_[i]));
  columns_ = std::move(merged);
  index_.clear();  // the positions have changed
  indexed_ = 0;
}

std::vector<SourceColumn const*> ColumnList::named(Identifier const& name) const {
  for (; indexed_ < columns_.size(); ++indexed_)
    index_[engine::lower(columns_[indexed_].name)].push_back(indexed_);
  std::vector<SourceColumn const*> found;
  auto const same_letters = index_.find(engine::lower(name.text));
  if (same_letters == index_.end()) return found;
  for (std::size_t const position : same_letters->second)
    if (matches(name, columns_[position].name)) found.push_back(&columns_[position]);
  return found;
}

}  // namespace catalog::adql
