// The provider's program as a process that a test drives.
#include "../Shim/Mql5.hpp"
#include "Driver.hpp"
#include "../../../mql5/Experts/ProviderEA.mq5"

int main(int count, char **arguments)
{
   Program program;
   program.init = OnInit;
   program.deinit = OnDeinit;
   program.timer = OnTimer;
   program.trade = OnTradeTransaction;
   program.configure = [](const std::string &name, const std::string &value) {
      if(name == "port")
         BridgePort = std::stoi(value);
      else if(name == "account")
         AccountId = string::Of(value);
      else if(name == "secret")
         AccountSecret = string::Of(value);
      BridgeHost = "127.0.0.1";
      BridgeTls = false;
   };
   return Drive(program, count, arguments);
}
