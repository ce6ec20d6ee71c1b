#include "catalog/inputs/resolve.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "catalog/inputs/documents.hpp"
#include "catalog/inputs/file_paths.hpp"
#include "catalog/inputs/find_runs.hpp"
#include "catalog/inputs/input_words.hpp"
#include "catalog/inputs/named_runs.hpp"
#include "catalog/inputs/query_answer.hpp"
#include "catalog/inputs/run_rows.hpp"
#include "catalog/pg/transaction.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/sha256.hpp"

namespace catalog {

namespace {

void add_once(std::vector<FoundRun>& runs, FoundRun const& run) {
  bool const is_there =
      std::any_of(runs.begin(), runs.end(), [&](FoundRun const& other) { return other.id == run.id; });
  if (!is_there) runs.push_back(run);
}

class Resolver {
 public:
  Resolver(pg::Connection& as_the_user, InputRequest const& request)
      : db_(as_the_user),
        request_(request),
        paths_(request.data_roots),
        known_(known_collections(as_the_user)) {}

  ResolvedInputs resolve() {
    for (InputValue const& value : request_.values) read(value);
    read_scope();
    find_datasets();
    find_runs();
    ask_query();
    std::vector<FoundRun> const chosen = request_.run_ids.empty() ? with_whole_collections() : narrowed();
    for (std::string& mistake : runs_.mistakes(known_)) mistakes().push_back(std::move(mistake));
    check_amount(chosen);
    if (chosen.size() <= request_.most_runs) load_runs(db_, chosen, paths_, out_.set, mistakes());
    if (request_.one_run_per_number)
      for (std::string& conflict : number_conflicts(out_.set.runs)) mistakes().push_back(std::move(conflict));
    return std::move(out_);
  }

 private:
  struct NamedDid {
    std::string did;
    InputValue const* value;
  };

  std::vector<std::string>& mistakes() { return out_.mistakes; }

  KnownCollection const* collection(std::string const& name) const {
    auto const found =
        std::find_if(known_.begin(), known_.end(), [&](KnownCollection const& c) { return c.name == name; });
    return found == known_.end() ? nullptr : &*found;
  }

  void read(InputValue const& value) {
    if (!value.upload.empty()) return add_upload(value, out_.set.documents, mistakes());
    std::vector<std::string> words = split_input_words(value.value);
    // A publisher DID may have commas in it.
    if (words.size() > 1 && datasets_by_did(db_, {value.value}).front()) words = {value.value};
    if (words.empty()) mistakes().push_back(value.parameter + ": is empty - name data, or leave it out");
    for (std::string const& word : words) read(value, input_name(word, request_.base_url));
  }

  void read(InputValue const& value, InputName const& name) {
    switch (name.kind) {
      case InputName::Kind::elsewhere:
        mistakes().push_back(name.text +
                             ": is elsewhere, and this service works on its own data - upload the file");
        return;
      case InputName::Kind::job: return add_job(request_, value, name, out_.set.documents, mistakes());
      case InputName::Kind::did: dids_.push_back({name.text, &value}); return;
      case InputName::Kind::run:
      case InputName::Kind::collection_or_run: break;
    }
    if (!wants_events(value)) {
      mistakes().push_back(
          value.parameter + ": '" + name.text +
          "' is no product - name one by its identifier (ivo://...) or job:<id>/<result>, or upload a file");
      return;
    }
    if (name.kind == InputName::Kind::run) {
      pair_collections_.push_back(name.collection);
      pair_ids_.push_back(name.obs_id);
      return;
    }
    KnownCollection const* const whole = collection(name.text);
    if (whole == nullptr)
      ids_.push_back(name.text);
    else if (whole->readable)
      whole_.push_back(whole->id);
    else
      mistakes().push_back("the collection " + name.text +
                           " is not open to you - its page says whom to ask: /collections/" + name.text);
  }

  /// Where ids without a collection are looked for; nothing: everywhere.
  void read_scope() {
    for (std::string const& name : request_.collections) {
      KnownCollection const* const found = collection(name);
      if (found == nullptr)
        runs_.unknown(name);
      else
        scope_.push_back(found->id);
    }
  }

  std::optional<std::vector<std::string>> scope() const {
    return request_.collections.empty() ? std::nullopt : std::optional(scope_);
  }

  void find_datasets() {
    std::vector<std::string> names;
    for (NamedDid const& named : dids_) names.push_back(named.did);
    std::vector<std::optional<FoundDataset>> const found = datasets_by_did(db_, names);
    for (std::size_t i = 0; i < found.size(); ++i) add_dataset(dids_[i], found[i]);
  }

  void add_dataset(NamedDid const& named, std::optional<FoundDataset> const& found) {
    std::string const of_jobs = "ivo://" + request_.authority + "/jobs?";
    if (!found && named.did.starts_with(of_jobs)) {
      read(*named.value, input_name("job:" + named.did.substr(of_jobs.size()), request_.base_url));
    } else if (!found) {
      runs_.unknown(named.did);
    } else if (!found->readable) {
      mistakes().push_back("not open to you: " + named.did);
    } else if (!found->run) {
      add_product(*named.value, named.did, *found, paths_.find("", found->path), out_.set.documents,
                  mistakes());
    } else if (wants_events(*named.value)) {
      runs_.add(*found->run);
    } else {
      mistakes().push_back(named.value->parameter + ": '" + named.did +
                           "' is a run, and a product is wanted");
    }
  }

  void find_runs() {
    auto const of_collections = runs_of_collections(db_, pair_collections_, pair_ids_);
    for (std::size_t i = 0; i < of_collections.size(); ++i) {
      std::string const name = pair_collections_[i] + ":" + pair_ids_[i];
      if (of_collections[i])
        runs_.add(*of_collections[i]);
      else
        runs_.unknown(name);
    }
    auto const by_id = runs_by_id(db_, ids_, scope());
    for (std::size_t i = 0; i < by_id.size(); ++i) runs_.choose(ids_[i], by_id[i]);
  }

  void ask_query() {
    if (request_.adql.empty()) return;
    if (!request_.run_query) {
      mistakes().push_back("adql: queries cannot be asked here");
      return;
    }
    try {
      QueryAnswer answer = request_.run_query(request_.adql);
      if (answer.overflow) {
        mistakes().push_back("adql: the query gives more rows than are allowed - ask for less");
        return;
      }
      add_named(runs_named_in(answer.votable));
      out_.set.query->sha256 = engine::sha256_of(answer.votable);
      out_.selection = std::move(answer.votable);
    } catch (engine::Failure const& failure) {
      if (failure.fault() != engine::Fault::bad_request) throw;
      mistakes().push_back(std::string("adql: ") + failure.what());
    }
  }

  void add_named(NamedRuns const& named) {
    out_.set.query = InputQuery{request_.adql, jobs::system_now(), named.rows, selection_name, {}};
    if (named.rows == 0) mistakes().push_back("adql: the query gives no rows - widen it");
    if (named.unnamed > 0)
      mistakes().push_back("adql: " + std::to_string(named.unnamed) + " row(s) name no dataset");
    auto const datasets = datasets_by_did(db_, named.dids);
    for (std::size_t i = 0; i < datasets.size(); ++i)
      add_dataset({named.dids[i], &query_value_}, datasets[i]);
    std::vector<std::string> bare, collections, ids;
    for (std::size_t i = 0; i < named.obs_ids.size(); ++i) {
      bool const has_collection = !named.collections[i].empty();
      (has_collection ? ids : bare).push_back(named.obs_ids[i]);
      if (has_collection) collections.push_back(named.collections[i]);
    }
    auto const pairs = runs_of_collections(db_, collections, ids);
    for (std::size_t i = 0; i < pairs.size(); ++i)
      pairs[i] ? runs_.add(*pairs[i]) : runs_.unknown(collections[i] + ":" + ids[i]);
    auto const by_id = runs_by_id(db_, bare, scope());
    for (std::size_t i = 0; i < by_id.size(); ++i) runs_.choose(bare[i], by_id[i]);
  }

  std::vector<FoundRun> with_whole_collections() {
    for (FoundRun const& run : all_runs(db_, whole_, request_.most_runs)) runs_.add(run);
    return runs_.sorted();
  }

  /// Run ids choose among the runs and collections named; where none are, among all that the user may read.
  std::vector<FoundRun> narrowed() {
    bool const anything_named = !request_.values.empty() || !request_.adql.empty();
    RunCollector chosen;
    std::vector<std::string> bare, collections, ids;
    for (std::string const& word : request_.run_ids) {
      InputName const name = input_name(word, {});
      if (name.kind == InputName::Kind::run) {
        collections.push_back(name.collection);
        ids.push_back(name.obs_id);
      } else {
        bare.push_back(word);
      }
    }
    std::vector<std::string> where = whole_;
    where.insert(where.end(), scope_.begin(), scope_.end());
    bool const everywhere = !anything_named && request_.collections.empty();
    auto by_id = runs_by_id(db_, bare, everywhere ? std::nullopt : std::optional(where));
    std::unordered_multimap<std::string, FoundRun const*> named;
    for (FoundRun const& run : runs_.runs()) named.emplace(run.obs_id, &run);
    for (std::size_t i = 0; i < by_id.size(); ++i) {
      auto const [first, last] = named.equal_range(bare[i]);
      for (auto at = first; at != last; ++at) add_once(by_id[i], *at->second);
      // What is in uploads and products of jobs the engine will see.
      if (!by_id[i].empty() || out_.set.documents.empty()) chosen.choose(bare[i], by_id[i]);
    }
    auto const pairs = runs_of_collections(db_, collections, ids);
    for (std::size_t i = 0; i < pairs.size(); ++i)
      pairs[i] ? chosen.add(*pairs[i]) : chosen.unknown(collections[i] + ":" + ids[i]);
    for (std::string& mistake : chosen.mistakes(known_)) mistakes().push_back(std::move(mistake));
    return chosen.sorted();
  }

  void check_amount(std::vector<FoundRun> const& chosen) {
    if (chosen.size() > request_.most_runs)
      mistakes().push_back("more than " + std::to_string(request_.most_runs) +
                           " runs, the most that one job may work on - choose fewer");
    if (chosen.empty() && out_.set.documents.empty() && mistakes().empty())
      mistakes().push_back(
          request_.values.empty() && request_.adql.empty() && request_.run_ids.empty()
              ? "no inputs: name a collection, runs, identifiers (ivo://...), job:<id>, or upload event lists"
              : "the inputs name no run - the collection may be empty");
  }

  pg::Connection& db_;
  InputRequest const& request_;
  FilePaths paths_;
  std::vector<KnownCollection> known_;
  RunCollector runs_;
  std::vector<NamedDid> dids_;
  std::vector<std::string> ids_, pair_collections_, pair_ids_, whole_, scope_;
  InputValue const query_value_{"in", "events"};
  ResolvedInputs out_;
};

}  // namespace

ResolvedInputs resolve_inputs(pg::Connection& as_the_user, InputRequest const& request) {
  if (as_the_user.in_transaction()) return Resolver(as_the_user, request).resolve();
  // One look at the catalogue: an ingest that ends meanwhile changes nothing.
  pg::Transaction const snapshot(as_the_user, {pg::TransactionOptions::Isolation::repeatable_read,
                                               pg::TransactionOptions::Access::read_only});
  return Resolver(as_the_user, request).resolve();
}

}  // namespace catalog
