// The terminal's view of the broker: what programs select and read, and what they send.
#include "Broker.hpp"
#include "World.hpp"

static BrokerOrder selectedOrder;
static BrokerPosition selectedPosition;
static std::vector<long> pastOrders, pastDeals;

bool EventSetMillisecondTimer(int milliseconds) { return milliseconds >= 10; }
void EventKillTimer() {}
datetime TimeTradeServer() { return TimeGMT() + broker.offsetSeconds; }
int TerminalInfoInteger(int property) { return property == TERMINAL_CONNECTED ? broker.isConnected : broker.mayTrade; }
int MQLInfoInteger(int) { return 1; }

long AccountInfoInteger(ENUM_ACCOUNT_INFO_INTEGER property)
{
   switch(property)
   {
      case ACCOUNT_LOGIN: return broker.login;
      case ACCOUNT_LEVERAGE: return 100;
      case ACCOUNT_MARGIN_MODE:
         return broker.isHedging ? ACCOUNT_MARGIN_MODE_RETAIL_HEDGING : ACCOUNT_MARGIN_MODE_RETAIL_NETTING;
      default: return 1;
   }
}

double AccountInfoDouble(ENUM_ACCOUNT_INFO_DOUBLE property)
{
   return property == ACCOUNT_BALANCE ? broker.balance : broker.equity;
}

string AccountInfoString(ENUM_ACCOUNT_INFO_STRING property)
{
   return property == ACCOUNT_SERVER ? string::Of(broker.server) : string("USD");
}

static const BrokerSymbol *FindSymbol(const string &name)
{
   auto found = broker.symbols.find(name.Bytes());
   return found == broker.symbols.end() ? nullptr : &found->second;
}

int SymbolsTotal(bool) { return (int)broker.watch.size(); }
string SymbolName(int position, bool) { return string::Of(broker.watch.at((size_t)position)); }

bool SymbolSelect(const string &name, bool)
{
   if(FindSymbol(name) == nullptr)
      return false;
   for(const std::string &known : broker.watch)
      if(known == name.Bytes())
         return true;
   broker.watch.push_back(name.Bytes());
   return true;
}

bool SymbolExist(const string &name, bool &isCustom)
{
   isCustom = false;
   return FindSymbol(name) != nullptr;
}

long SymbolInfoInteger(const string &name, ENUM_SYMBOL_INFO_INTEGER property)
{
   const BrokerSymbol *symbol = FindSymbol(name);
   if(symbol == nullptr)
      return 0;
   switch(property)
   {
      case SYMBOL_DIGITS: return symbol->digits;
      case SYMBOL_SPREAD: return (long)std::round((symbol->ask - symbol->bid) / symbol->Point());
      case SYMBOL_TRADE_MODE: return symbol->mode;
      case SYMBOL_FILLING_MODE: return symbol->filling;
      default: return symbol->execution;
   }
}

double SymbolInfoDouble(const string &name, ENUM_SYMBOL_INFO_DOUBLE property)
{
   const BrokerSymbol *symbol = FindSymbol(name);
   if(symbol == nullptr)
      return 0;
   switch(property)
   {
      case SYMBOL_POINT: case SYMBOL_TRADE_TICK_SIZE: return symbol->Point();
      case SYMBOL_TRADE_TICK_VALUE: return symbol->tickValue;
      case SYMBOL_TRADE_CONTRACT_SIZE: return symbol->contract;
      case SYMBOL_VOLUME_MIN: return symbol->volumeMin;
      case SYMBOL_VOLUME_MAX: return symbol->volumeMax;
      default: return symbol->volumeStep;
   }
}

bool SymbolInfoTick(const string &name, MqlTick &tick)
{
   const BrokerSymbol *symbol = FindSymbol(name);
   if(symbol == nullptr)
      return false;
   tick = {symbol->quoted / 1000, symbol->bid, symbol->ask, symbol->quoted};
   return true;
}

bool OrderCheck(MqlTradeRequest &request, MqlTradeCheckResult &result)
{
   result.retcode = broker.Check(request);
   return result.retcode == 0;
}

bool OrderSend(MqlTradeRequest &request, MqlTradeResult &result)
{
   Moment(world.dieBeforeOrder);
   broker.requests++;
   result = MqlTradeResult();
   if(!broker.isConnected)
   {
      result.retcode = TRADE_RETCODE_CONNECTION;
      return false;
   }
   Answer answer;
   bool isScripted = !broker.answers.empty();
   if(isScripted)
   {
      answer = broker.answers.front();
      broker.answers.pop_front();
   }
   if(isScripted && answer.kind == "refuse")
   {
      result.retcode = answer.code;
      return false;
   }
   bool done = broker.Execute(request, result, isScripted ? &answer : nullptr);
   Moment(world.dieAfterOrder);
   if(isScripted && answer.kind == "lose")
   {
      result = MqlTradeResult();
      result.retcode = answer.code;
      return false;
   }
   if(isScripted && answer.kind == "silent")
      result.order = result.deal = 0;
   return done;
}

static std::vector<BrokerOrder> LiveOrders()
{
   std::vector<BrokerOrder> live;
   for(auto &entry : broker.orders)
      if(entry.second.isLive && (!broker.hidesLive || entry.first <= broker.hiddenAfter))
         live.push_back(entry.second);
   return live;
}

static std::vector<BrokerPosition> Positions()
{
   std::vector<BrokerPosition> all;
   for(auto &entry : broker.positions)
      if(!broker.hidesLive || entry.first <= broker.hiddenAfter)
         all.push_back(entry.second);
   return all;
}

int OrdersTotal() { return (int)LiveOrders().size(); }
int PositionsTotal() { return (int)Positions().size(); }

ulong OrderGetTicket(int index)
{
   std::vector<BrokerOrder> live = LiveOrders();
   if(index < 0 || index >= (int)live.size())
      return 0;
   selectedOrder = live[(size_t)index];
   return (ulong)selectedOrder.ticket;
}

bool OrderSelect(ulong ticket)
{
   for(const BrokerOrder &order : LiveOrders())
      if(order.ticket == (long)ticket)
      {
         selectedOrder = order;
         return true;
      }
   return false;
}

static long ReadInteger(const BrokerOrder &order, ENUM_ORDER_PROPERTY_INTEGER property)
{
   switch(property)
   {
      case ORDER_TICKET: return order.ticket;
      case ORDER_MAGIC: return order.magic;
      case ORDER_TYPE: return order.type;
      case ORDER_STATE: return order.state;
      case ORDER_TIME_SETUP_MSC: return order.setup;
      case ORDER_TIME_DONE_MSC: return order.done;
      case ORDER_POSITION_ID: return order.position;
      default: return 0;
   }
}

static double ReadDouble(const BrokerOrder &order, ENUM_ORDER_PROPERTY_DOUBLE property)
{
   switch(property)
   {
      case ORDER_VOLUME_INITIAL: return order.volume;
      case ORDER_VOLUME_CURRENT: return order.left;
      case ORDER_PRICE_OPEN: return order.price;
      case ORDER_SL: return order.sl;
      default: return order.tp;
   }
}

long OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property) { return ReadInteger(selectedOrder, property); }
double OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property) { return ReadDouble(selectedOrder, property); }

string OrderGetString(ENUM_ORDER_PROPERTY_STRING property)
{
   return string::Of(property == ORDER_SYMBOL ? selectedOrder.symbol : selectedOrder.comment);
}

ulong PositionGetTicket(int index)
{
   std::vector<BrokerPosition> all = Positions();
   if(index < 0 || index >= (int)all.size())
      return 0;
   selectedPosition = all[(size_t)index];
   return (ulong)selectedPosition.ticket;
}

long PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property)
{
   switch(property)
   {
      case POSITION_MAGIC: return selectedPosition.magic;
      case POSITION_TYPE: return selectedPosition.isBuy ? POSITION_TYPE_BUY : POSITION_TYPE_SELL;
      case POSITION_IDENTIFIER: return selectedPosition.id;
      case POSITION_TIME_MSC: return selectedPosition.opened;
      default: return selectedPosition.ticket;
   }
}

double PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property)
{
   switch(property)
   {
      case POSITION_VOLUME: return selectedPosition.volume;
      case POSITION_PRICE_OPEN: return selectedPosition.open;
      case POSITION_SL: return selectedPosition.sl;
      default: return selectedPosition.tp;
   }
}

string PositionGetString(ENUM_POSITION_PROPERTY_STRING property)
{
   return string::Of(property == POSITION_SYMBOL ? selectedPosition.symbol : selectedPosition.comment);
}

static void SelectPast(long from, long to, long position)
{
   pastOrders.clear();
   pastDeals.clear();
   for(auto &entry : broker.orders)
      if(!entry.second.isLive && !broker.hidesEnded && entry.first <= broker.hiddenAfter && entry.second.setup >= from
         && entry.second.setup <= to && (position == 0 || entry.second.position == position))
         pastOrders.push_back(entry.first);
   for(auto &entry : broker.deals)
      if(entry.first <= broker.hiddenAfter && entry.second.time >= from && entry.second.time <= to
         && (position == 0 || entry.second.position == position))
         pastDeals.push_back(entry.first);
}

bool HistorySelect(datetime from, datetime to)
{
   broker.selections++;
   SelectPast(from * 1000, to * 1000, 0);
   return true;
}

bool HistorySelectByPosition(long position)
{
   SelectPast(0, LONG_MAX, position);
   return true;
}

int HistoryOrdersTotal() { return (int)pastOrders.size(); }
int HistoryDealsTotal() { return (int)pastDeals.size(); }
ulong HistoryOrderGetTicket(int i) { return i < HistoryOrdersTotal() ? (ulong)pastOrders[(size_t)i] : 0; }
ulong HistoryDealGetTicket(int i) { return i < HistoryDealsTotal() ? (ulong)pastDeals[(size_t)i] : 0; }

long HistoryOrderGetInteger(ulong ticket, ENUM_ORDER_PROPERTY_INTEGER property)
{
   return ReadInteger(broker.orders.at((long)ticket), property);
}

double HistoryOrderGetDouble(ulong ticket, ENUM_ORDER_PROPERTY_DOUBLE property)
{
   return ReadDouble(broker.orders.at((long)ticket), property);
}

string HistoryOrderGetString(ulong ticket, ENUM_ORDER_PROPERTY_STRING property)
{
   const BrokerOrder &order = broker.orders.at((long)ticket);
   return string::Of(property == ORDER_SYMBOL ? order.symbol : order.comment);
}

long HistoryDealGetInteger(ulong ticket, ENUM_DEAL_PROPERTY_INTEGER property)
{
   const BrokerDeal &deal = broker.deals.at((long)ticket);
   switch(property)
   {
      case DEAL_ORDER: return deal.order;
      case DEAL_POSITION_ID: return deal.position;
      case DEAL_MAGIC: return deal.magic;
      case DEAL_TYPE: return deal.isBuy ? DEAL_TYPE_BUY : DEAL_TYPE_SELL;
      case DEAL_ENTRY: return deal.entry;
      case DEAL_REASON: return deal.reason;
      default: return deal.time;
   }
}

double HistoryDealGetDouble(ulong ticket, ENUM_DEAL_PROPERTY_DOUBLE property)
{
   const BrokerDeal &deal = broker.deals.at((long)ticket);
   switch(property)
   {
      case DEAL_VOLUME: return deal.volume;
      case DEAL_PRICE: return deal.price;
      case DEAL_PROFIT: return deal.profit;
      case DEAL_COMMISSION: return deal.commission;
      default: return 0;
   }
}

string HistoryDealGetString(ulong ticket, ENUM_DEAL_PROPERTY_STRING property)
{
   const BrokerDeal &deal = broker.deals.at((long)ticket);
   return string::Of(property == DEAL_SYMBOL ? deal.symbol : deal.comment);
}
