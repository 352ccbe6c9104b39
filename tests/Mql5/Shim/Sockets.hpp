// For the harness, which waits until one of them has something.
#pragma once
#include <vector>

std::vector<int> OpenDescriptors();
