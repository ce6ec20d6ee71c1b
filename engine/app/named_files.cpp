#include "engine/app/named_files.hpp"

#include <filesystem>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

namespace fs = std::filesystem;

constexpr char const* list_mark = "@";

bool is_regular(std::string const& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && !error;
}

bool lies_below(fs::path const& path, fs::path const& folder) {
  auto const [inside, outside] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return inside == folder.end() && outside != path.end();
}

}  // namespace

NamedFiles::NamedFiles(ParameterValues const& values) {
  if (find_parameter(values.command(), "files") == nullptr) return;
  std::string const word = values.text("files");
  if (same_word(word, "named")) return;
  rule_ = same_word(word, "none") ? Rule::none : Rule::below;
  if (rule_ == Rule::none) return;
  std::error_code error;
  fs::path const folder = fs::canonical(word, error);
  if (error || !fs::is_directory(folder, error))
    throw Failure(Fault::bad_request, "files: '" + word + "' is no folder - write named, none, or a folder");
  folder_ = folder.string();
}

std::optional<std::string> NamedFiles::below(std::string const& name) const {
  if (name.empty() || name.find('\0') != name.npos) return std::nullopt;
  std::error_code error;
  fs::path const path = fs::canonical(fs::path(folder_) / name, error);
  if (error || !lies_below(path, folder_) || !is_regular(path.string())) return std::nullopt;
  return path.string();
}

std::string NamedFiles::path_of(std::string const& parameter, std::string const& name) const {
  if (rule_ == Rule::any) return name;
  if (rule_ == Rule::none)
    throw Failure(Fault::bad_request, parameter + ": names a file ('" + name +
                                          "'), and this job may not open any - write the content itself");
  std::optional<std::string> const path = below(name);
  if (!path)
    throw Failure(Fault::bad_request,
                  parameter + ": there is no file '" + name +
                      "' among those that this job may open - upload it, or correct the name");
  return *path;
}

bool NamedFiles::is_file(std::string const& name) const {
  if (rule_ == Rule::any) return is_regular(name);
  return rule_ == Rule::below && below(name).has_value();
}

FileNameSyntax NamedFiles::syntax() const {
  return rule_ == Rule::any ? FileNameSyntax::extended : FileNameSyntax::literal;
}

std::vector<UsedDocument> named_documents(ParameterValues const& values) {
  NamedFiles const files(values);
  std::vector<UsedDocument> out;
  auto const add = [&](std::string const& parameter, std::string const& role, std::string const& name) {
    if (files.is_file(name)) out.push_back({parameter, role, files.path_of(parameter, name)});
  };
  auto const given = [&](std::string const& parameter) {
    return find_parameter(values.command(), parameter) != nullptr && values.is_given(parameter);
  };
  if (given("obs-ids"))
    for (std::string const& text : values.texts("obs-ids"))
      if (text.starts_with(list_mark)) add("obs-ids", "run_list", text.substr(1));
  if (given("region")) add("region", "region", values.text("region"));
  if (given("like")) add("like", "map", values.text("like"));
  if (given("targets")) add("targets", "targets", values.text("targets"));
  return out;
}

}  // namespace engine
