#include "engine/io/hdf5_content.hpp"

#include <hdf5.h>

namespace engine {

namespace {

constexpr std::size_t longest = 65536;

std::string read_text(hid_t attribute) {
  hid_t const type = H5Aget_type(attribute);
  std::size_t const size = type < 0 ? 0 : H5Tget_size(type);
  bool const plain = type >= 0 && H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0;
  std::string text(plain && size <= longest ? size : 0, '\0');
  if (!text.empty() && H5Aread(attribute, type, text.data()) < 0) text.clear();
  if (type >= 0) H5Tclose(type);
  return text.substr(0, text.find('\0'));
}

}  // namespace

std::string hdf5_attribute(std::string const& path, std::string const& name) {
  std::string out;
  H5E_auto2_t function = nullptr;
  void* data = nullptr;
  H5Eget_auto2(H5E_DEFAULT, &function, &data);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // absence is no error here
  hid_t const file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  hid_t const attribute = file < 0 ? -1 : H5Aopen(file, name.c_str(), H5P_DEFAULT);
  if (attribute >= 0) out = read_text(attribute);
  if (attribute >= 0) H5Aclose(attribute);
  if (file >= 0) H5Fclose(file);
  H5Eset_auto2(H5E_DEFAULT, function, data);
  return out;
}

}  // namespace engine
