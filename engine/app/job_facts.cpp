#include "engine/app/job_facts.hpp"

#include <filesystem>
#include <mutex>

#include <sys/stat.h>

#include "engine/app/interrupt.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/named_files.hpp"
#include "engine/app/utc_clock.hpp"
#include "engine/app/wire.hpp"
#include "engine/io/activity_json.hpp"
#include "engine/io/sha256.hpp"
#include "engine/parallel/threads.hpp"

namespace engine {

namespace {

/// One spelling for one file, whoever names it.
std::string canonical(std::string const& file) {
  std::error_code error;
  std::filesystem::path const path = std::filesystem::weakly_canonical(file, error);
  return error ? file : path.string();
}

void add_file(std::map<std::string, InputFile>& files, std::string const& name) {
  struct stat facts {};
  if (name.empty() || files.contains(name) || ::stat(name.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode))
    return;
  files[name] = {static_cast<std::uint64_t>(facts.st_size), utc_text(facts.st_mtim), "", ""};
}

std::map<std::string, InputFile> files_of(DataSet const& set, std::vector<UsedDocument> const& documents) {
  std::map<std::string, InputFile> files;
  for (Observation const& run : set.observations) {
    add_file(files, run.events.file);
    if (run.gti) add_file(files, run.gti->file);
    for (ResponseLocation const& response : run.responses) add_file(files, response.location.file);
  }
  for (UsedDocument const& document : documents) add_file(files, document.path);
  return files;
}

void add_known(std::map<std::string, InputFile>& files, Activity const& activity) {
  std::multimap<std::string, KnownInput const*> known;
  for (KnownInput const& input : activity.inputs) known.emplace(canonical(input.file), &input);
  if (known.empty()) return;
  for (auto& [name, facts] : files) {
    auto const [first, last] = known.equal_range(canonical(name));
    for (auto it = first; it != last; ++it) {
      KnownInput const& input = *it->second;
      if (!input.sha256.empty()) facts.sha256 = input.sha256;
      if (input.did.empty()) continue;
      if (input.observation)
        facts.did_of_run[*input.observation] = input.did;
      else
        facts.did = input.did;
    }
  }
}

/// Every rank sums its share; all learn all of them.
void compute_sums(std::map<std::string, InputFile>& files, Session const& session) {
  std::vector<std::string> wanted;
  for (auto const& [name, facts] : files)
    if (facts.sha256.empty()) wanted.push_back(name);
  Communicator const& ranks = session.ranks;
  WireWriter mine;
  std::mutex mutex;
  auto const trouble = trouble_in([&] {
    for_each_item(wanted.size(), session.threads, [&](std::size_t item, int) {
      if (item % static_cast<std::size_t>(ranks.size()) != static_cast<std::size_t>(ranks.rank())) return;
      stop_if_interrupted();
      std::string const sum = sha256_of_file(wanted[item]);
      std::lock_guard const lock(mutex);
      mine.text(wanted[item]);
      mine.text(sum);
    });
  });
  throw_if_any_failed(ranks, trouble);
  for (std::string const& bytes : ranks.gather(mine.bytes()))
    for (WireReader in(bytes); !in.at_end();) {
      std::string const name = in.text();
      files[name].sha256 = in.text();
    }
}

}  // namespace

std::shared_ptr<JobFacts const> job_facts(ParameterValues const& values, DataSet const& set,
                                          Session const& session, Progress& progress) {
  auto facts = std::make_shared<JobFacts>(agreed<JobFacts>(session.ranks, [&] {
    JobFacts out;
    if (values.is_given("activity")) out.activity = read_activity(values.text("activity"));
    out.documents = named_documents(values);
    out.files = files_of(set, out.documents);
    if (out.activity) add_known(out.files, *out.activity);
    return out;
  }));
  if (facts->activity) {
    facts->created = utc_now();
    session.ranks.broadcast(facts->created);
  }
  bool const has_sums = find_parameter(values.command(), "checksums") != nullptr;
  if (!has_sums || !values.yes("checksums")) return facts;
  progress.begin(Stage::checksums);
  compute_sums(facts->files, session);
  return facts;
}

}  // namespace engine
