// The provider's program as a process that a test drives.
#include "../Shim/Mql5.hpp"
#include "Driver.hpp"
#include "../../../mql5/Experts/ProviderEA.mq5"

int main(int count, char **arguments)
{
   Program program = {OnInit, OnTimer, OnTradeTransaction};
   Inputs inputs = {BridgeHost, BridgePort, BridgeTls, BridgeThumbprint, AccountId, AccountSecret};
   return Drive(program, inputs, count, arguments);
}
