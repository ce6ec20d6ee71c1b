#include "catalog/pg/cluster_directory.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "engine/base/failure.hpp"

namespace catalog::pg {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(std::string const& what) {
  throw engine::Failure(engine::Fault::missing_resource, "cannot keep a private database: " + what);
}

std::string reason() { return std::string(" (") + std::strerror(errno) + ")"; }

template <class Lookup>
std::optional<Identity> account(Lookup lookup) {
  std::array<char, 16384> buffer;
  passwd entry{};
  passwd* found = nullptr;
  if (lookup(&entry, buffer.data(), buffer.size(), &found) != 0 || !found) return std::nullopt;
  return Identity{found->pw_uid, found->pw_gid, found->pw_name};
}

std::optional<Identity> account_of(uid_t uid) {
  return account([uid](auto... rest) { return getpwuid_r(uid, rest...); });
}
std::optional<Identity> account_of(char const* name) {
  return account([name](auto... rest) { return getpwnam_r(name, rest...); });
}

std::optional<struct stat> status_of(std::string const& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

bool may_enter(struct stat const& directory, Identity const& user) {
  if (directory.st_uid == user.uid) return (directory.st_mode & S_IXUSR) != 0;
  if (directory.st_gid == user.gid) return (directory.st_mode & S_IXGRP) != 0;
  return (directory.st_mode & S_IXOTH) != 0;
}

void refuse_closed_parents(std::string const& directory, Identity const& user) {
  fs::path parent = "/";
  for (fs::path const& name : fs::path(directory).parent_path()) {
    parent /= name;
    struct stat status {};
    if (stat(parent.c_str(), &status) == 0 && !may_enter(status, user))
      refuse("user " + user.name + " cannot enter " + parent.string() + " on the way to " + directory +
             " - open it with chmod o+x, or choose another data directory");
  }
}

void refuse_other_files(std::string const& directory) {
  if (fs::exists(fs::path(directory) / "data")) return;
  constexpr std::array ours{"data.new", "log", "lock"};
  for (auto const& entry : fs::directory_iterator(directory))
    if (std::find(ours.begin(), ours.end(), entry.path().filename()) == ours.end())
      refuse("the directory holds other files: " + entry.path().string() +
             " - give it a directory of its own");
}

ClusterUser own_user(uid_t uid) {
  std::optional<Identity> const self = account_of(uid);
  if (!self)
    refuse("user id " + std::to_string(uid) + " has no name, and PostgreSQL needs one" +
           " - add it to /etc/passwd, or give the connection string of a server");
  return {*self, true};
}

}  // namespace

ClusterUser cluster_user(std::string const& directory) {
  uid_t const self = geteuid();
  auto status = status_of(directory);
  // `data` may be a link to a larger disk: what it leads to counts.
  struct stat data {};
  if (stat((directory + "/data").c_str(), &data) == 0) status = data;
  if (self != 0) {
    if (status && status->st_uid != self) {
      std::optional<Identity> const owner = account_of(status->st_uid);
      refuse(directory + " belongs to user " + (owner ? owner->name : std::to_string(status->st_uid)) +
             " - run as that user or as root, or choose another data directory");
    }
    return own_user(self);
  }
  if (status && status->st_uid != 0) {
    std::optional<Identity> const owner = account_of(status->st_uid);
    if (!owner)
      refuse(directory + " belongs to user id " + std::to_string(status->st_uid) + ", which has no name");
    return {*owner, false};
  }
  for (char const* const name : {"postgres", "nobody"})
    if (auto const found = account_of(name); found && found->uid != 0) return {*found, false};
  refuse("PostgreSQL does not run as root, and there is neither a user postgres nor nobody - add one");
}

void take_over(std::string const& directory, ClusterUser const& user) {
  int const fd = open(directory.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  bool const done = fd >= 0 && fchmod(fd, 0700) == 0 &&
                    (user.ourselves || fchown(fd, user.identity.uid, user.identity.gid) == 0);
  std::string const why = done ? std::string{} : reason();
  if (fd >= 0) close(fd);
  if (!done) refuse("cannot hand " + directory + " to user " + user.identity.name + why);
}

void prepare_directory(std::string const& directory, ClusterUser const& user) {
  std::error_code error;
  bool const is_new = fs::create_directories(directory, error);
  if (error) refuse("cannot make " + directory + " (" + error.message() + ")");
  if (!fs::is_directory(directory)) refuse(directory + " is not a directory");
  if (!is_new) refuse_other_files(directory);
  take_over(directory, user);
  if (!user.ourselves) refuse_closed_parents(directory, user.identity);
}

void write_owned(std::string const& path, std::string const& text, ClusterUser const& user) {
  std::string const aside = path + ".new";
  unlink(aside.c_str());
  int const fd = open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) refuse("cannot write " + aside + reason());
  bool const written = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       (user.ourselves || fchown(fd, user.identity.uid, user.identity.gid) == 0) &&
                       fsync(fd) == 0;
  std::string const why = reason();
  close(fd);
  if (!written || rename(aside.c_str(), path.c_str()) != 0)
    refuse("cannot write " + path + (written ? reason() : why));
}

std::string socket_directory(std::string const& directory) {
  constexpr std::size_t longest = sizeof(sockaddr_un::sun_path) - 1;
  if ((directory + "/.s.PGSQL.5432").size() <= longest && directory.find_first_of(",\"") == std::string::npos)
    return directory;
  // FNV-1a: the same short name for the same directory at every start, in every program.
  std::uint64_t hash = 14695981039346656037ULL;
  for (char const c : directory) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  constexpr char digits[] = "0123456789abcdef";
  std::string name = "/tmp/distill-";
  for (int i = 0; i < 16; ++i, hash >>= 4U) name += digits[hash & 15U];
  return name;
}

void make_socket_directory(std::string const& socket_directory, ClusterUser const& user) {
  // Anybody may write into /tmp: what is there must be the user's own and closed to others.
  if (mkdir(socket_directory.c_str(), 0700) == 0) return take_over(socket_directory, user);
  auto const status = status_of(socket_directory);
  if (!status || !S_ISDIR(status->st_mode) || status->st_uid != user.identity.uid ||
      (status->st_mode & 0077U) != 0)
    refuse("the directory for its socket is not ours alone: " + socket_directory + " - remove it");
}

std::vector<std::string> admitted_users(ClusterUser const& user) {
  std::vector<std::string> names{user.identity.name};
  for (uid_t const uid : {uid_t{0}, geteuid()})
    if (auto const found = account_of(uid);
        found && std::find(names.begin(), names.end(), found->name) == names.end())
      names.push_back(found->name);
  return names;
}

}  // namespace catalog::pg
