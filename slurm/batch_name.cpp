#include "slurm/batch_name.hpp"

#include "engine/base/text.hpp"

namespace slurm {

std::string batch_name(std::string const& service, jobs::WorkOrder const& order) {
  return service + "-" + order.id + "-a" + std::to_string(order.attempt) + "-r" + std::to_string(order.run);
}

std::string batch_comment(std::string const& service, jobs::WorkOrder const& order,
                          std::string const& submission) {
  return service + " job " + order.id + " attempt " + std::to_string(order.attempt) + " run " +
         std::to_string(order.run) + " submission " + submission;
}

std::string submission_in(std::string_view comment) {
  auto const words = engine::split(engine::trimmed(comment), ' ');
  bool const ours = words.size() >= 2 && words[words.size() - 2] == "submission";
  return ours ? words.back() : std::string();
}

bool is_name_of(std::string const& service, std::string_view name) {
  return name.size() > service.size() + 1 && name.starts_with(service) && name[service.size()] == '-';
}

std::string id_in_log(std::string_view first_line, std::string_view name, std::string_view submission) {
  auto const words = engine::split(first_line, ' ');
  bool const ours = words.size() >= 5 && words[0] == "batch" && words[2] == name &&
                    words[3] == "submission" && words[4] == submission;
  return ours && engine::whole_number(words[1]) ? words[1] : std::string();
}

}  // namespace slurm
