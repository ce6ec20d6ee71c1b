#include "catalog/inputs/query_answer.hpp"

#include <optional>
#include <set>
#include <utility>

#include "catalog/table/votable_reader.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog {

namespace {

class RunSink final : public VotableSink {
 public:
  void columns(std::vector<Column> const& columns) override {
    did_ = place(columns, "obs_publisher_did", "Curation.publisherDID");
    id_ = place(columns, "obs_id", "DataID.observationID");
    collection_ = place(columns, "obs_collection", "DataID.collection");
    if (did_ || id_) return;
    std::vector<std::string> names;
    for (Column const& column : columns) names.push_back(column.name);
    throw engine::Failure(
        engine::Fault::bad_request,
        "the query gives no column obs_publisher_did, and no obs_id (with obs_collection), but " +
            engine::joined(names, ", ") + " - select obs_publisher_did");
  }

  void row(Row const& cells) override {
    ++out.rows;
    auto const& name = cells[did_ ? *did_ : *id_];
    if (!name || name->empty()) {
      ++out.unnamed;
      return;
    }
    std::string const collection = !did_ && collection_ ? cells[*collection_].value_or("") : "";
    if (!seen_.emplace(collection, *name).second) return;
    if (did_) {
      out.dids.push_back(*name);
      return;
    }
    out.obs_ids.push_back(*name);
    out.collections.push_back(collection);
  }

  NamedRuns out;

 private:
  static std::optional<std::size_t> place(std::vector<Column> const& columns, std::string_view name,
                                          std::string_view utype_end) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (engine::same_word(columns[i].name, name)) return i;
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i].utype.ends_with(utype_end)) return i;
    return std::nullopt;
  }

  std::optional<std::size_t> did_, id_, collection_;
  std::set<std::pair<std::string, std::string>> seen_;
};

}  // namespace

NamedRuns runs_named_in(std::string const& votable) {
  RunSink sink;
  VotableReader reader(sink);
  reader.feed(votable);
  reader.finish();
  return std::move(sink.out);
}

}  // namespace catalog
