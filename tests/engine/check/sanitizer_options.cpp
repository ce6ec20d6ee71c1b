// With a header that lacks TFIELDS, cfitsio asks calloc for a table of uninitialised length. calloc says no
// and cfitsio reports an error, which is what happens outside of the sanitizer as well; by default
// AddressSanitizer ends the program instead.
extern "C" char const* __asan_default_options();
extern "C" char const* __asan_default_options() { return "allocator_may_return_null=1"; }
