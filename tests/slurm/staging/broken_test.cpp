// Connections that break, disks that are full, daemons that die: nothing half is ever seen, and the next try
// goes on.
#include <thread>

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "far_host.hpp"
#include "service_here.hpp"
#include "slurm/shell_words.hpp"

using namespace test_staging;
using namespace std::chrono_literals;
using engine::Failure;
using engine::Fault;

namespace {

constexpr std::size_t size = 12'000'000, cut_at = 7'000'000,
                      overhead = 100'000;  // of ssh and rsync, with the sums of what is there

/// While "<aside>/cut-to" ("cut-from") is there, the connection of rsync to (from) the cluster dies after
/// some megabytes; with "stall" nothing more comes after them. Of others ssh says how much went either way.
std::string breaking(fs::path const& aside) {
  std::string const script = R"(case "$*" in *rsync*) ;; *) exec "$@";; esac
cd ASIDE; exec 3<&0; rm -f pipe; mkfifo pipe
if [ -e cut-to ]; then "$@" <pipe 3<&- & ssh=$!; stdbuf -o0 head -c COUNT <&3 >pipe
elif [ -e cut-from ]; then "$@" <&3 >pipe & ssh=$!; stdbuf -o0 head -c COUNT <pipe
elif [ -e stall ]; then "$@" <&3 >pipe & stdbuf -o0 head -c COUNT <pipe; touch stalled; exec sleep 1000
else shift; exec ssh -v "$@" 2>ssh.log
fi
kill -9 $ssh; wait $ssh
)";
  auto const with = [](std::string text, std::string const& from, std::string const& to) {
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at))
      text.replace(at, from.size(), to);
    return text;
  };
  return with(with(script, "ASIDE", "'" + aside.string() + "'"), "COUNT", std::to_string(cut_at));
}

struct Broken {
  ServiceHere service{};
  FarHost host{{.folder = service.aside() / "ssh", .hidden = service.here()}};
  std::vector<std::string> over = through(service.aside(), breaking(service.aside()), host.over());
  slurm::Staging staging{service.settings(over), service.source()};

  void send(fs::path const& work) { staging.send(submission_of(work, jobs::read_order(work))); }
  void work_there(fs::path const& work) {
    REQUIRE(host.run(slurm::shell_line({TEST_SHEPHERD, "work", staging.path_there(work).string()}, "test"))
                .status == 0);
  }
  void set(std::string const& what) const { write_file(service.aside() / what, ""); }
  void unset(std::string const& what) const { fs::remove(service.aside() / what); }
  /// Bytes of the last rsync, as ssh counted them.
  std::uint64_t told(std::string const& word) const {
    std::string const log = file_bytes(service.aside() / "ssh.log");
    auto const at = log.find(word + " ", log.find("Transferred: "));
    return at == log.npos ? ~std::uint64_t{0} : std::stoull(log.substr(at + word.size() + 1));
  }
};

/// What a failure says; "" if there is none.
template <class Act>
std::string failure_of(Act const& act, Fault wanted = Fault::missing_resource) {
  try {
    act();
    return "";
  } catch (Failure const& failure) {
    CHECK(failure.fault() == wanted);
    return failure.what();
  }
}

}  // namespace

TEST_CASE("a connection that breaks on the way there leaves nothing that a job could take for its data") {
  Broken broken;
  std::string const bytes = noise(size, 3);
  auto const file = broken.service.add_data("big.fits", bytes);
  auto const work = broken.service.add_job("j1", "cat \"$1/inputs/big\" > copy", {file});
  fs::create_directories(work.parent_path() / "inputs");
  fs::create_symlink(file.path, work.parent_path() / "inputs/big");
  broken.set("cut-to");
  std::string const said = failure_of([&] { broken.send(work); });
  CHECK(said.find("connection was lost") != std::string::npos);
  CHECK(said.find("/") == std::string::npos);
  CHECK(files_below(broken.service.base() / "store").empty());
  CHECK_FALSE(fs::exists(broken.staging.path_there(work)));

  broken.unset("cut-to");
  broken.send(work);
  broken.work_there(work);
  broken.staging.fetch(work);
  CHECK(file_bytes(work.parent_path() / ".results/copy") == bytes);
}

TEST_CASE("what of a big file came before the connection broke is not sent again") {
  Broken broken;
  auto const file = broken.service.add_data("big.fits", noise(size, 4));
  auto const work = broken.service.add_job("j1", "true", {file});
  broken.set("cut-to");
  CHECK_FALSE(failure_of([&] { broken.send(work); }).empty());
  broken.unset("cut-to");
  std::string const key = file.sha256 + ".fits";
  auto const kept = fs::file_size(broken.service.base() / "incoming/.partial" / key);
  CHECK(kept > 0);
  broken.send(work);  // nothing but the data needs rsync: this job has no other files
  CHECK(broken.told("sent") < size - kept + overhead);
  CHECK(sum_by_sha256sum(broken.service.base() / "store" / key.substr(0, 2) / key) == file.sha256);
  CHECK(files_below(broken.service.base() / "incoming").empty());
}

TEST_CASE("results of a connection that breaks are not seen, and come with the next try") {
  Broken broken;
  auto const work =
      broken.service.add_job("j1", "head -c 12000000 /dev/urandom > big; sha256sum big > sum; echo s > s");
  fs::path const results = work.parent_path() / ".results";
  broken.send(work);
  broken.work_there(work);
  broken.set("cut-from");
  CHECK(failure_of([&] { broken.staging.fetch(work); }).find("connection was lost") != std::string::npos);
  CHECK(files_below(results).empty());
  CHECK_FALSE(jobs::read_outcome(work, 1));
  CHECK(fs::exists(broken.staging.path_there(work)));
  auto const kept = fs::file_size(work.parent_path() / ".fetched/.results/.partial/big");
  CHECK(kept > 0);
  broken.unset("cut-from");
  broken.staging.fetch(work);
  CHECK(broken.told("received") < size - kept + overhead);
  CHECK(file_bytes(results / "sum").substr(0, 64) == sum_by_sha256sum(results / "big"));
  CHECK(files_below(results) == std::vector<std::string>{"big", "s", "sum"});
  CHECK(jobs::read_outcome(work, 1));
  CHECK(fs::is_empty(broken.service.base() / "jobs/map"));
}

TEST_CASE("a daemon killed while it fetches is followed by one that fetches all") {
  Broken broken;
  auto const work = broken.service.add_job("j1", "head -c 12000000 /dev/urandom > big; sha256sum big > sum");
  fs::path const results = work.parent_path() / ".results", stalled = broken.service.aside() / "stalled";
  broken.send(work);
  broken.work_there(work);
  broken.set("stall");
  std::vector<std::string> words{TEST_STAGE_AGENT,       "fetch",          broken.service.root(),
                                 broken.service.stage(), TEST_STAGE_AGENT, work};
  words.insert(words.end(), broken.over.begin(), broken.over.end());
  pid_t const daemon = fork();
  if (daemon == 0) {
    setpgid(0, 0);
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    execv(argv[0], argv.data());
    _exit(127);
  }
  for (auto const end = std::chrono::steady_clock::now() + 60s;
       !fs::exists(stalled) && std::chrono::steady_clock::now() < end;)
    std::this_thread::sleep_for(5ms);
  REQUIRE(fs::exists(stalled));
  kill(daemon, SIGKILL);
  waitpid(daemon, nullptr, 0);
  CHECK(files_below(results).empty());
  CHECK_FALSE(jobs::read_outcome(work, 1));

  broken.unset("stall");
  slurm::Staging next(broken.service.settings(broken.over), broken.service.source());
  next.sweep();
  CHECK(fs::exists(next.path_there(work)));  // it has not come home
  next.fetch(work);
  CHECK(file_bytes(results / "sum").substr(0, 64) == sum_by_sha256sum(results / "big"));
  CHECK(jobs::read_outcome(work, 1));
  CHECK(fs::is_empty(broken.service.base() / "jobs/map"));
  // What the dead one had started finds nobody to talk to; it is ended here, by the name that only it has.
  jobs::run_process(
      {.argv = {"/bin/sh", "-c", "for p in $(pgrep -f -- \"$0\"); do [ $p = $$ ] || kill $p; done",
                (broken.service.aside() / "through.sh").string()}});
}

TEST_CASE("a daemon killed while it put results in their place is followed by one that puts the rest") {
  Broken broken;
  auto const work = broken.service.add_job("j1", "echo 1 > one; echo 2 > two");
  fs::path const results = work.parent_path() / ".results";
  broken.send(work);
  broken.work_there(work);
  write_file(results / "one", "1\n");   // as it is there: it was put already
  write_file(results / "two", "2.\n");  // is something else
  broken.staging.fetch(work);
  CHECK(file_bytes(results / "one") == "1\n");
  CHECK(file_bytes(results / "two") == "2\n");
}

TEST_CASE("a cluster out of reach is said in words, and its folder is removed when it is back") {
  Broken broken;
  auto const work = broken.service.add_job("j1", "true");
  broken.send(work);
  auto settings =
      broken.service.settings({"ssh", "-F", "/dev/null", "-oBatchMode=yes", "-p", "1", "127.0.0.1"});
  slurm::Staging away(settings, broken.service.source());
  CHECK(failure_of([&] {
          away.send(submission_of(work, jobs::read_order(work)));
        }).find("cannot be reached") != std::string::npos);
  CHECK_FALSE(failure_of([&] { away.fetch(work); }).empty());
  CHECK_FALSE(failure_of([&] { away.sweep(); }).empty());
  away.refresh();
  away.clean(work);
  CHECK(fs::exists(broken.staging.path_there(work)));
  broken.staging.sweep();
  CHECK(fs::is_empty(broken.service.base() / "jobs/map"));
  CHECK_FALSE(fs::exists(work / "staged"));
}

TEST_CASE("a full disk there is said in words, and nothing half is left") {
  ServiceHere service;
  FarHost const host(
      {.folder = service.aside() / "ssh", .hidden = service.here(), .small_disk = service.stage()});
  if (!host.hides()) return;  // it has the disk of this machine then
  slurm::Staging staging(service.settings(host.over()), service.source());
  auto const data = service.add_data("big.fits", noise(size, 5));
  auto const with_data = service.add_job("j1", "true", {data}), with_upload = service.add_job("j2", "true");
  write_file(with_upload.parent_path() / "uploads/1-big", noise(size, 6));
  for (fs::path const& work : {with_data, with_upload}) {
    std::string const said = failure_of([&] { staging.send(submission_of(work, jobs::read_order(work))); });
    CHECK(said.find("full") != std::string::npos);
    CHECK(said.find("/") == std::string::npos);
    staging.clean(work);
  }
  CHECK(host.run("cd '" + service.base().string() + "' && find jobs store incoming -type f").output.empty());
}

TEST_CASE("an end of the service breaks off what is on its way") {
  Broken broken;
  auto const work = broken.service.add_job("j1", "head -c 12000000 /dev/urandom > big");
  broken.send(work);
  broken.work_there(work);
  broken.set("stall");
  std::jthread const ends([&] {
    while (!fs::exists(broken.service.aside() / "stalled")) std::this_thread::sleep_for(5ms);
    broken.staging.stop();
  });
  CHECK_FALSE(failure_of([&] { broken.staging.fetch(work); }, Fault::interrupted).empty());
}

TEST_CASE("a login shell that greets, and complains, does no harm") {
  Broken broken;
  auto const over =
      through(broken.service.aside() / "noisy",
              "case \"$*\" in *rsync*) ;; *) echo Welcome; echo 'no mail' >&2;; esac\nexec \"$@\"\n",
              broken.host.over());
  slurm::Staging staging(broken.service.settings(over), broken.service.source());
  auto const work = broken.service.add_job("j1", "echo 1 > one");
  staging.send(submission_of(work, jobs::read_order(work)));
  broken.work_there(work);
  staging.fetch(work);
  CHECK(file_bytes(work.parent_path() / ".results/one") == "1\n");
}
