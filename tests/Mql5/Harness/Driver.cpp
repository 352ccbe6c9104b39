// Usage: <program> <folder>. The folder holds the terminal's sandbox and the broker's file. Commands come on standard
// input, one a line, each answered with "ok" or "bad"; what the program prints comes as "log ...".
#include "Driver.hpp"
#include "../Shim/Broker.hpp"
#include "../Shim/Sockets.hpp"
#include "../Shim/World.hpp"
#include <cstdio>
#include <ctime>
#include <poll.h>
#include <sstream>
#include <unistd.h>

static const int TimerMs = 10;

bool Inputs::Set(const std::string &name, const std::string &value)
{
   if(name == "host")
      host = string::Of(value);
   else if(name == "port")
      port = std::stoi(value);
   else if(name == "tls")
      tls = value == "on";
   else if(name == "thumbprint")
      thumbprint = string::Of(value);
   else if(name == "account")
      account = string::Of(value);
   else if(name == "secret")
      secret = string::Of(value);
   else
      return false;
   return true;
}

static void Tick(Program &program)
{
   program.timer();
   if(!broker.hasNews)
      return;
   broker.hasNews = false;
   MqlTradeTransaction transaction = {};
   MqlTradeRequest request = {};
   MqlTradeResult result = {};
   transaction.type = TRADE_TRANSACTION_DEAL_ADD;
   program.trade(transaction, request, result);
}

static void Answer(bool good)
{
   std::printf(good ? "ok\n" : "bad\n");
   std::fflush(stdout);
}

static void Obey(Program &program, Inputs &inputs, const std::string &line, bool &runs)
{
   std::istringstream rest(line);
   std::string verb, name, value;
   rest >> verb;
   if(verb == "input" && rest >> name >> value)
      Answer(inputs.Set(name, value));
   else if(verb == "start")
   {
      runs = program.init() == INIT_SUCCEEDED;
      Answer(runs);
   }
   else
      Answer(Script(line));
}

int Drive(Program &program, Inputs &inputs, int count, char **arguments)
{
   std::string waiting;
   bool runs = false;
   if(count != 2)
      return 2;
   world.isVirtual = false;
   world.startMs = (long)std::time(nullptr) * 1000;
   world.sandbox = std::string(arguments[1]) + "/Files";
   broker.Open(std::string(arguments[1]) + "/broker.log");
   inputs.host = "127.0.0.1";
   inputs.tls = false;
   for(;;)
   {
      std::vector<pollfd> wanted = {{STDIN_FILENO, POLLIN, 0}};
      for(int descriptor : OpenDescriptors())
         wanted.push_back({descriptor, POLLIN, 0});
      poll(wanted.data(), wanted.size(), runs ? TimerMs : -1);
      if((wanted[0].revents & (POLLIN | POLLHUP)) != 0)
      {
         char bytes[4096];
         ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
         if(got <= 0)
            break;
         waiting.append(bytes, (size_t)got);
      }
      for(size_t end = waiting.find('\n'); end != std::string::npos; end = waiting.find('\n'))
      {
         std::string line = waiting.substr(0, end);
         waiting.erase(0, end + 1);
         Obey(program, inputs, line, runs);
      }
      if(runs)
         Tick(program);
   }
   return 0;
}
