// Runs a program as the terminal would: its timer, its events, and commands of a test on standard input.
#pragma once
#include "../Shim/Mql5.hpp"
#include <string>

struct Program
{
   int (*init)();
   void (*timer)();
   void (*trade)(const MqlTradeTransaction &, const MqlTradeRequest &, const MqlTradeResult &);
};

// The inputs of both programs.
struct Inputs
{
   string &host;
   int &port;
   bool &tls;
   string &thumbprint;
   string &account;
   string &secret;

   bool Set(const std::string &name, const std::string &value);
};

int Drive(Program &program, Inputs &inputs, int count, char **arguments);

// One command that scripts the broker or the world; false: there is no such command.
bool Script(const std::string &line);
