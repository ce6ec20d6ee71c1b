#include "catalog/adql/column_list.hpp"

#include <iterator>
#include <utility>

#include "catalog/adql/names.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

void ColumnList::append(ColumnList more) {
  std::move(more.columns_.begin(), more.columns_.end(), std::back_inserter(columns_));
}

SourceColumn ColumnList::take(std::size_t position) {
  auto const found = columns_.begin() + static_cast<std::ptrdiff_t>(position);
  SourceColumn column = std::move(*found);
  columns_.erase(found);
  index_.clear();  // the positions behind have changed
  indexed_ = 0;
  return column;
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
