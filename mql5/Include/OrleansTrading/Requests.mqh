// The trade server's requests and answers: how an order becomes a request, and what a return code means for it.
#ifndef ORLEANS_REQUESTS_MQH
#define ORLEANS_REQUESTS_MQH

#include "Lookup.mqh"

// What an answer means. UNKNOWN: it may have been done, so it is looked up before anything is sent again.
#define ANSWER_DONE 0
#define ANSWER_PLACED 1
#define ANSWER_RETRY 2
#define ANSWER_FILLING 3
#define ANSWER_UNKNOWN 4
#define ANSWER_NEVER 5
#define ANSWER_SAME 6

int MeaningOf(const uint retcode)
{
   switch(retcode)
   {
      case TRADE_RETCODE_DONE:
      case TRADE_RETCODE_DONE_PARTIAL:
         return(ANSWER_DONE);
      case TRADE_RETCODE_PLACED:
         return(ANSWER_PLACED);
      case TRADE_RETCODE_NO_CHANGES:
         return(ANSWER_SAME);
      case TRADE_RETCODE_REQUOTE:
      case TRADE_RETCODE_PRICE_CHANGED:
      case TRADE_RETCODE_PRICE_OFF:
      case TRADE_RETCODE_TOO_MANY_REQUESTS:
      case TRADE_RETCODE_LOCKED:
      case TRADE_RETCODE_FROZEN:
         return(ANSWER_RETRY);
      case TRADE_RETCODE_INVALID_FILL:
         return(ANSWER_FILLING);
      case 0:
      case TRADE_RETCODE_ERROR:
      case TRADE_RETCODE_TIMEOUT:
      case TRADE_RETCODE_ORDER_CHANGED:
      case TRADE_RETCODE_CONNECTION:
      case TRADE_RETCODE_CLOSE_ORDER_EXIST:
         return(ANSWER_UNKNOWN);
      default:
         break;
   }
   return(ANSWER_NEVER);
}

// Fill or kill before a partial fill, a partial fill before a rest that stands. Which a symbol allows its flags say,
// but not every broker's flags are right: an answer of INVALID_FILL goes on to the next.
bool FillingAt(const string symbol, const bool isPending, const int index, ENUM_ORDER_TYPE_FILLING &filling)
{
   long flags = SymbolInfoInteger(symbol, SYMBOL_FILLING_MODE);
   bool isMarket = SymbolInfoInteger(symbol, SYMBOL_TRADE_EXEMODE) == SYMBOL_TRADE_EXECUTION_MARKET;
   int left = index;
   if(isPending && left-- == 0)
   {
      filling = ORDER_FILLING_RETURN;
      return(true);
   }
   if((flags & SYMBOL_FILLING_FOK) != 0 && left-- == 0)
   {
      filling = ORDER_FILLING_FOK;
      return(true);
   }
   if((flags & SYMBOL_FILLING_IOC) != 0 && left-- == 0)
   {
      filling = ORDER_FILLING_IOC;
      return(true);
   }
   if(!isPending && (!isMarket || flags == 0) && left-- == 0)
   {
      filling = ORDER_FILLING_RETURN;
      return(true);
   }
   return(false);
}

ENUM_ORDER_TYPE OrderTypeOf(const int what)
{
   switch(what)
   {
      case DO_SELL:
         return(ORDER_TYPE_SELL);
      case DO_BUY_LIMIT:
         return(ORDER_TYPE_BUY_LIMIT);
      case DO_SELL_LIMIT:
         return(ORDER_TYPE_SELL_LIMIT);
      case DO_BUY_STOP:
         return(ORDER_TYPE_BUY_STOP);
      case DO_SELL_STOP:
         return(ORDER_TYPE_SELL_STOP);
      default:
         break;
   }
   return(ORDER_TYPE_BUY);
}

// An order that opens at market, a pending order, or a close of a selected position.
void FillDeal(const SOrder &order, const MqlTick &tick, const long deviation, MqlTradeRequest &request)
{
   int digits = DigitsOf(order.symbol);
   request.symbol = order.symbol;
   request.magic = (ulong)order.magic;
   request.comment = CommentOf(order.subscription, order.sequence);
   request.deviation = (ulong)deviation;
   request.type_time = ORDER_TIME_GTC;
   request.volume = (double)order.volume / 100.0;
   if(order.what == DO_CLOSE)
   {
      long held = ToHundredths(PositionGetDouble(POSITION_VOLUME));
      request.action = TRADE_ACTION_DEAL;
      request.type = PositionGetInteger(POSITION_TYPE) == POSITION_TYPE_BUY ? ORDER_TYPE_SELL : ORDER_TYPE_BUY;
      // Never more than there is: on a netting account the rest would open a position to the other side.
      request.volume = (double)(order.volume < held ? order.volume : held) / 100.0;
      if(IsHedging())
         request.position = (ulong)PositionGetInteger(POSITION_TICKET);
   }
   else
   {
      request.action = order.what >= DO_BUY_LIMIT ? TRADE_ACTION_PENDING : TRADE_ACTION_DEAL;
      request.type = OrderTypeOf(order.what);
      request.sl = order.sl;
      request.tp = order.tp;
   }
   if(request.action == TRADE_ACTION_PENDING)
      request.price = order.price;
   else
      request.price = NormalizeDouble(request.type == ORDER_TYPE_BUY ? tick.ask : tick.bid, digits);
}

// New prices of the selected pending order, or of the selected position.
void FillModify(const SOrder &order, const bool isPending, MqlTradeRequest &request)
{
   request.symbol = order.symbol;
   request.magic = (ulong)order.magic;
   request.sl = order.sl;
   request.tp = order.tp;
   if(isPending)
   {
      request.action = TRADE_ACTION_MODIFY;
      request.order = (ulong)OrderGetInteger(ORDER_TICKET);
      request.price = order.price;
      request.type_time = (ENUM_ORDER_TYPE_TIME)OrderGetInteger(ORDER_TYPE_TIME);
      request.expiration = (datetime)OrderGetInteger(ORDER_TIME_EXPIRATION);
   }
   else
   {
      request.action = TRADE_ACTION_SLTP;
      request.position = (ulong)PositionGetInteger(POSITION_TICKET);
   }
}

bool SamePrice(const double left, const double right, const int digits)
{
   return(PriceText(left, digits) == PriceText(right, digits));
}

#define TARGET_MISSING 0
#define TARGET_AS_ASKED 1
#define TARGET_ORDER 2      // a pending order that has to change, which is selected
#define TARGET_POSITION 3   // a position that has to change, which is selected

// What MODIFY#n and CANCEL#n find. They leave no trace with a magic of their own; but they say how things shall be, so
// looking at how they are tells whether they were done, and doing them twice is doing them once. sinceMs: from when on
// history has what n placed, by the trade server's clock.
int TargetOf(const SOrder &order, const long sinceMs)
{
   SFacts facts;
   long target = order.magic - order.sequence + order.target;
   int digits = DigitsOf(order.symbol);
   bool isPending = order.what == DO_CANCEL || order.price > 0.0;
   if(isPending && SelectPending(target))
      return(order.what == DO_MODIFY && SamePrice(OrderGetDouble(ORDER_PRICE_OPEN), order.price, digits)
             && SamePrice(OrderGetDouble(ORDER_SL), order.sl, digits)
             && SamePrice(OrderGetDouble(ORDER_TP), order.tp, digits) ? TARGET_AS_ASKED : TARGET_ORDER);
   if(isPending && (!SelectHistorySince(sinceMs) || !FindPastOrder(target, facts)))
      return(TARGET_MISSING);
   if(order.what == DO_CANCEL)
   {
      long state = HistoryOrderGetInteger((ulong)facts.order, ORDER_STATE);
      return(state == ORDER_STATE_CANCELED || state == ORDER_STATE_EXPIRED ? TARGET_AS_ASKED : TARGET_MISSING);
   }
   // One that was filled meanwhile has no price any more, and the stops are the position's.
   if(isPending ? !SelectPositionById(facts.position) : !SelectPosition(target, order.symbol))
      return(TARGET_MISSING);
   return(SamePrice(PositionGetDouble(POSITION_SL), order.sl, digits)
          && SamePrice(PositionGetDouble(POSITION_TP), order.tp, digits) ? TARGET_AS_ASKED : TARGET_POSITION);
}

#endif
