#include "far_host.hpp"

#include <chrono>
#include <fstream>
#include <stdexcept>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "jobs/descriptor.hpp"
#include "slurm/shell_words.hpp"

namespace test_staging {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

std::uint16_t free_port() {
  jobs::Descriptor const any(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  auto address = loopback(0);
  socklen_t size = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (bind(any.number(), plain, size) != 0 || getsockname(any.number(), plain, &size) != 0)
    throw std::runtime_error("no port is free");
  return ntohs(address.sin_port);
}

bool answers(std::uint16_t port) {
  jobs::Descriptor const probe(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  auto const address = loopback(port);
  return connect(probe.number(), reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
}

std::string ran(std::vector<std::string> argv) {
  auto const result = jobs::run_process({.argv = std::move(argv)});
  if (result.status != 0) throw std::runtime_error(result.errors);
  return result.output;
}

void write(fs::path const& path, std::string const& text) { std::ofstream(path) << text; }
std::string text_of(fs::path const& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

FarHost::FarHost(FarHostOptions options) : options_(std::move(options)) {
  fs::create_directories(options_.folder);
  for (char const* const key : {"host", "user key"})
    ran({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", (options_.folder / key).string()});
  hides_ =
      jobs::run_process({.argv = {"unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"}}).status == 0;
  for (int i = 0; i < 5; ++i)
    if (start()) return;
  throw std::runtime_error("sshd does not start: " + text_of(options_.folder / "log"));
}

FarHost::~FarHost() { server_.request_stop(); }

bool FarHost::start() {
  port_ = free_port();
  auto const& folder = options_.folder;
  std::string const path = folder.string(), port = std::to_string(port_);
  fs::copy_file(folder / "user key.pub", folder / "authorized", fs::copy_options::overwrite_existing);
  write(folder / "known_hosts", "[127.0.0.1]:" + port + " " + text_of(folder / "host.pub"));
  write(folder / "sshd_config", "Port " + port + "\nListenAddress 127.0.0.1\nHostKey " + path +
                                    "/host\nPidFile " + path + "/pid\nAuthorizedKeysFile " + path +
                                    "/authorized\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
                                    "PermitRootLogin prohibit-password\nUseDNS no\nMaxStartups 100\n");
  std::string script = "set -e\n[ -d /run/sshd ] || mkdir -p /run/sshd 2>/dev/null || :\n";
  if (hides_) script += "mount -t tmpfs none \"$1\"\n";
  if (hides_ && !options_.small_disk.empty())
    script += "mount -t tmpfs -o size=" + std::to_string(options_.disk_mb) + "m none \"$3\"\n";
  script += "exec /usr/sbin/sshd -D -E \"$2/log\" -f \"$2/sshd_config\"\n";
  jobs::ProcessOrder order;
  if (hides_) order.argv = {"unshare", "--mount"};
  order.argv.insert(order.argv.end(), {"/bin/sh", "-c", script, "sh", options_.hidden.string(), path,
                                       options_.small_disk.string()});
  server_ = std::jthread([order](std::stop_token const& stop) { jobs::run_process(order, stop); });
  for (auto const end = std::chrono::steady_clock::now() + 10s; std::chrono::steady_clock::now() < end;) {
    if (fs::exists(folder / "pid") && answers(port_)) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

std::vector<std::string> FarHost::over() const {
  std::string const path = options_.folder.string();
  return {"ssh",
          "-F",
          "/dev/null",
          "-oBatchMode=yes",
          "-oIdentitiesOnly=yes",
          "-oUserKnownHostsFile=" + path + "/known_hosts",
          "-i",
          path + "/user key",
          "-p",
          std::to_string(port_),
          "127.0.0.1"};
}

jobs::ProcessResult FarHost::run(std::string const& line) const {
  jobs::ProcessOrder order;
  order.argv = over();
  order.argv.push_back(line);
  order.time = 60s;
  return jobs::run_process(order);
}

std::vector<std::string> through(fs::path const& folder, std::string const& script,
                                 std::vector<std::string> over) {
  fs::create_directories(folder);
  write(folder / "through.sh", script);
  over.insert(over.begin(), {"/bin/sh", (folder / "through.sh").string()});
  return over;
}

}  // namespace test_staging
